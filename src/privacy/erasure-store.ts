import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { Erasure as Row } from '../database/generated/client.js';
import { receiptOf, type ErasureReceipt } from './erasure-receipt.js';

/** The receipts, and which of them there is still work on. */
@Injectable()
export class ErasureStore {
  constructor(private readonly database: Database) {}

  async ofSession(sessionId: string): Promise<ErasureReceipt | null> {
    const row = await this.database.client.erasure.findUnique({ where: { sessionId } });
    return row && receiptOf(row);
  }

  /** One that has been tried in vain is tried again now. */
  async hurry(id: string, now: Date): Promise<void> {
    await this.database.client.erasure.updateMany({
      where: { id, completedAt: null, attempts: { gt: 0 } },
      data: { nextAttemptAt: now },
    });
  }

  /** Claimed by moving the time on: a claim that nobody works off falls due again. */
  async due(now: Date, again: Date, limit: number): Promise<Row[]> {
    const claimed = await this.database.client.$queryRaw<{ id: string }[]>`
      UPDATE erasures SET next_attempt_at = ${again} WHERE id IN (
        SELECT id FROM erasures WHERE next_attempt_at <= ${now}
        ORDER BY next_attempt_at LIMIT ${limit} FOR UPDATE SKIP LOCKED)
      RETURNING id`;
    if (claimed.length === 0) return [];
    return this.database.client.erasure.findMany({ where: { id: { in: claimed.map(({ id }) => id) } } });
  }

  /** Notes how far it has come; a completed receipt stays as it is. */
  async note(id: string, data: Partial<Omit<Row, 'id' | 'tenantId' | 'sessionId'>>): Promise<void> {
    await this.database.client.erasure.updateMany({
      where: { id, completedAt: null },
      data: data as Record<string, never>,
    });
  }
}
