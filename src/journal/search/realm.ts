import type { Statements } from '../../database/database.js';

/** Whose entries are looked through: those of tenants, or the platform's own, which are of no tenant. */
export type Realm = { readonly of: 'tenants'; readonly ids: readonly string[] } | { readonly of: 'platform' };

/** An entry type of a realm; the tenant is null in the platform's. */
export interface RealmType {
  readonly tenantId: string | null;
  readonly type: string;
}

/** The types of entry that there are now, of one actor or of all. Leaps through the index from one to the next. */
export async function typesIn(on: Statements, realm: Realm, actor: string | null): Promise<RealmType[]> {
  const tenantIds = realm.of === 'tenants' ? realm.ids : [null];
  const isTheirs = realm.of === 'tenants' ? 'tenant_id = tenant.id' : 'tenant_id IS NULL';
  const [isMeant, values] =
    actor === null ? [isTheirs, [tenantIds]] : [`${isTheirs} AND actor_id = $2`, [tenantIds, actor]];
  const rows = await on.query<{ tenant_id: string | null; type: string }>(
    `SELECT tenant.id AS tenant_id, found.type FROM unnest($1::text[]) AS tenant (id)
     CROSS JOIN LATERAL (
       WITH RECURSIVE types AS (
         (SELECT type FROM journal_entries WHERE ${isMeant} ORDER BY type LIMIT 1)
         UNION ALL
         SELECT (SELECT type FROM journal_entries
           WHERE ${isMeant} AND type > types.type ORDER BY type LIMIT 1)
         FROM types WHERE types.type IS NOT NULL)
       SELECT type FROM types WHERE type IS NOT NULL) AS found`,
    values,
  );
  return rows.map(({ tenant_id: tenantId, type }) => ({ tenantId, type }));
}
