import { withClient } from './databases.mjs';
import { creatorAt, startGatewayProcess } from './gateway.mjs';
import { questionsOf } from './history-questions.mjs';
import { historyStatements } from './history-rows.mjs';

const shares = [0.7, 0.2, 0.1];
const deepestPage = 1000;
const pageSize = 50;

/** A gateway over a made-up history of three tenants, and what is asked of the largest. */
export async function startHistory(closing, database, { name, sessions }) {
  const { url, adminKey, databaseUrl } = await startGatewayProcess(closing, database, `history_${name}`);
  const create = creatorAt(url, adminKey);
  const tenants = [];
  for (const share of shares) {
    const { id } = await create('/v1/admin/tenants', { name: `Tenant of ${share}` });
    tenants.push(id);
  }
  const [largest] = tenants;
  await withClient(databaseUrl, async (client) => {
    const newest = new Date();
    for (const [index, tenantId] of tenants.entries()) {
      const values = [tenantId, Math.round(sessions * shares[index]), newest];
      for (const sql of historyStatements()) await client.query(sql, sql.includes('$1') ? values : []);
    }
    // What autovacuum does by itself on a database that lives longer.
    await client.query('VACUUM ANALYZE');
  });
  const auditor = { role: 'auditor', mode: 'live', name: 'auditor' };
  const ofTenant = await create(`/v1/admin/tenants/${largest}/api-keys`, auditor);
  const ofPlatform = await create('/v1/admin/api-keys', auditor);
  return {
    url,
    keys: { tenant: ofTenant.secret, platform: ofPlatform.secret },
    questions: questionsOf(await placesIn(databaseUrl, largest)),
    sequentialScans: () => sequentialScans(databaseUrl),
  };
}

function placesIn(databaseUrl, tenantId) {
  return withClient(databaseUrl, async (client) => {
    const deep = async (table, at) => {
      const { rows } = await client.query(
        `SELECT id, ${at} AS at FROM ${table} WHERE tenant_id = $1 ORDER BY ${at} DESC, id DESC
         OFFSET least($2, (SELECT count(*) * 0.9 FROM ${table} WHERE tenant_id = $1)::int) LIMIT 1`,
        [tenantId, deepestPage * pageSize],
      );
      return Buffer.from(`${rows[0].at.getTime()}.${rows[0].id}`).toString('base64url');
    };
    const { rows: some } = await client.query(
      'SELECT id FROM sessions WHERE tenant_id = $1 ORDER BY md5(id) LIMIT 50',
      [tenantId],
    );
    return {
      tenantId,
      deepSession: await deep('sessions', 'created_at'),
      deepEntry: await deep('journal_entries', 'at'),
      middle: Date.now() - 45 * 86_400_000,
      sessionIds: some.map(({ id }) => id),
      adminSubject: `${tenantId}/routing`,
    };
  });
}

/** How often the large tables have been read from end to end, by anybody. */
function sequentialScans(databaseUrl) {
  return withClient(databaseUrl, async (client) => {
    // What other connections have done is told a moment after they have done it.
    await client.query('SELECT pg_sleep(1.2)');
    const { rows } = await client.query(
      `SELECT sum(seq_scan)::int AS scans FROM pg_stat_user_tables WHERE relname IN ('sessions', 'journal_entries')`,
    );
    return rows[0].scans;
  });
}
