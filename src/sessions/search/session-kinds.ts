import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { readFacets } from './facets.js';
import { isOfKind, type KindFilter } from './session-filter.js';

/** A kind of session that a tenant has, or has had. */
export interface Kind {
  readonly tenantId: string;
  /** As in the column. */
  readonly facets: string;
}

@Injectable()
export class SessionKinds {
  constructor(private readonly database: Database) {}

  /** Those of these tenants that are asked for. */
  async of(tenantIds: readonly string[], wanted: KindFilter): Promise<Kind[]> {
    const kinds = await this.database.query<Kind>(
      'SELECT tenant_id AS "tenantId", facets FROM session_kinds WHERE tenant_id = ANY ($1::text[])',
      [tenantIds],
    );
    return kinds.filter(({ facets }) => isOfKind(readFacets(facets), wanted));
  }
}
