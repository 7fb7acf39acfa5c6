import { withClient } from './databases.mjs';

export function countSessions(databaseUrl) {
  return withClient(databaseUrl, async (client) => {
    const { rows } = await client.query(`
      SELECT (SELECT count(*)::int FROM sessions WHERE status = 'pending') AS sessions,
             (SELECT count(*)::int FROM journal_entries WHERE subject_kind = 'session') AS entries`);
    return rows[0];
  });
}
