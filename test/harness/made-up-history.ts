import { historyStatements } from '../../bench/lib/history-rows.mjs';
import type { Statements } from '../../src/database/database.js';

/** Fills the tenant's history as the benchmark does: sessions of 90 days that end at `newest`, and their entries. */
export async function makeHistory(
  on: Statements,
  tenantId: string,
  sessions: number,
  newest = new Date(),
): Promise<void> {
  for (const sql of historyStatements()) {
    await on.query(sql, sql.includes('$1') ? [tenantId, sessions, newest] : []);
  }
}
