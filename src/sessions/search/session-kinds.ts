import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { readFacets, type Facets } from './facets.js';

export interface Kind {
  readonly tenantId: string;
  /** As in the column. */
  readonly text: string;
  readonly facets: Facets;
}

@Injectable()
export class SessionKinds {
  constructor(private readonly database: Database) {}

  /** The kinds of session that these tenants have, or have had. */
  async of(tenantIds: readonly string[]): Promise<Kind[]> {
    const rows = await this.database.query<{ tenant_id: string; facets: string }>(
      'SELECT tenant_id, facets FROM session_kinds WHERE tenant_id = ANY ($1::text[])',
      [tenantIds],
    );
    return rows.map(({ tenant_id: tenantId, facets: text }) => ({
      tenantId,
      text,
      facets: readFacets(text),
    }));
  }
}
