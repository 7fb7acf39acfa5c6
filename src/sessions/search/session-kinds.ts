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

  /** The kinds of session that these tenants have now. Leaps through the index from one kind to the next. */
  async of(tenantIds: readonly string[]): Promise<Kind[]> {
    const rows = await this.database.query<{ tenant_id: string; facets: string }>(
      `SELECT tenant.id AS tenant_id, kind.facets FROM unnest($1::text[]) AS tenant (id)
       CROSS JOIN LATERAL (
         WITH RECURSIVE kinds AS (
           (SELECT facets FROM sessions WHERE tenant_id = tenant.id ORDER BY facets LIMIT 1)
           UNION ALL
           SELECT (SELECT next.facets FROM sessions AS next
             WHERE next.tenant_id = tenant.id AND next.facets > kinds.facets ORDER BY next.facets LIMIT 1)
           FROM kinds WHERE kinds.facets IS NOT NULL)
         SELECT facets FROM kinds WHERE facets IS NOT NULL) AS kind`,
      [tenantIds],
    );
    return rows.map(({ tenant_id: tenantId, facets: text }) => ({
      tenantId,
      text,
      facets: readFacets(text),
    }));
  }
}
