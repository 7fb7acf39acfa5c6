import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Place } from '../../common/keyset.js';
import { Database, type Unit } from '../../database/database.js';
import type { Callback, Prisma } from '../../database/generated/client.js';
import type { CallbackStatus, Finding, ReceivedCallback } from './received-callback.js';

export interface NewCallback {
  readonly id: string;
  readonly tenantId: string;
  readonly accountId: string;
  readonly deliveryId: string;
  readonly sealedRequest: Uint8Array<ArrayBuffer>;
}

const withoutRequest = { deliveryId: true, sealedRequest: true, nextAttemptAt: true } as const;

/**
 * The rows of the inbox: who works on which is settled in them, as with sessions. Requests may have megabytes;
 * as Base64 they pass to and from the embedded database ten times faster than as bytes.
 */
@Injectable()
export class CallbackStore {
  constructor(private readonly database: Database) {}

  /** False: this delivery has been written down before. */
  async insert(
    { id, tenantId, accountId, deliveryId, sealedRequest }: NewCallback,
    at: Date,
  ): Promise<boolean> {
    const inserted = await this.database.query(
      `INSERT INTO callbacks (id, tenant_id, account_id, delivery_id, status, sealed_request, attempts, received_at, next_attempt_at)
       VALUES ($1, $2, $3, $4, 'received', decode($5, 'base64'), 0, $6, $6) ON CONFLICT (account_id, delivery_id) DO NOTHING RETURNING id`,
      [id, tenantId, accountId, digest(deliveryId), Buffer.from(sealedRequest).toString('base64'), at],
    );
    return inserted.length > 0;
  }

  /** Claimed by moving the time on: what is claimed by a process that dies falls due again. Each claim counts as an attempt. */
  async claim(now: Date, again: Date, limit: number): Promise<ReceivedCallback[]> {
    return this.load(
      await this.database.client.$queryRaw`
      UPDATE callbacks SET next_attempt_at = ${again}, attempts = attempts + 1, cause = NULL WHERE id IN (
        SELECT id FROM callbacks WHERE next_attempt_at <= ${now}
        ORDER BY next_attempt_at LIMIT ${limit} FOR UPDATE SKIP LOCKED)
      RETURNING id`,
    );
  }

  /** This one, unless somebody else was faster. */
  async claimOne(id: string, now: Date, again: Date): Promise<ReceivedCallback | undefined> {
    const { count } = await this.database.client.callback.updateMany({
      where: { id, nextAttemptAt: { lte: now } },
      data: { nextAttemptAt: again, attempts: { increment: 1 }, cause: null },
    });
    return count === 0 ? undefined : (await this.load([{ id }]))[0];
  }

  /** Null once the request has been forgotten. */
  async sealedRequest(id: string): Promise<Uint8Array | null> {
    const [row] = await this.database.query<{ request: string | null }>(
      `SELECT encode(sealed_request, 'base64') AS request FROM callbacks WHERE id = $1`,
      [id],
    );
    return row?.request == null ? null : Buffer.from(row.request, 'base64');
  }

  /** Tried again at this time. */
  async postpone(claimed: ReceivedCallback, finding: Finding, nextAttemptAt: Date): Promise<void> {
    await this.update(claimed, { ...finding, nextAttemptAt });
  }

  /** What is done needs its request no more; what is not may be worked on again by an admin. */
  async settle(
    claimed: ReceivedCallback,
    status: Exclude<CallbackStatus, 'received'>,
    finding: Finding,
    settledAt: Date,
  ): Promise<void> {
    const forgotten = status === 'done' ? { sealedRequest: null } : {};
    await this.update(claimed, { ...finding, ...forgotten, status, settledAt, nextAttemptAt: null });
  }

  /** Has a callback worked on anew that was given up. Whether there was one. */
  async revive({ tx }: Unit, id: string, at: Date): Promise<boolean> {
    const { count } = await tx.callback.updateMany({
      where: { id, status: { in: ['unmatched', 'failed'] satisfies CallbackStatus[] } },
      data: { status: 'received', attempts: 0, settledAt: null, nextAttemptAt: at },
    });
    return count > 0;
  }

  /** What was said about a session that is erased is worked on no more, and its requests are gone. */
  async forget({ tx }: Unit, sessionId: string, at: Date): Promise<void> {
    const where = { sessionId, sealedRequest: { not: null } };
    const status: CallbackStatus = 'done';
    const data = { sealedRequest: null, status, cause: 'session_erased', settledAt: at, nextAttemptAt: null };
    await tx.callback.updateMany({ where, data });
  }

  async find(tenantId: string, id: string): Promise<ReceivedCallback | undefined> {
    const [row] = await this.rows({ tenantId, id }, 1);
    return row;
  }

  async newestFirst(
    where: Prisma.CallbackWhereInput,
    after: Place | null,
    take: number,
  ): Promise<ReceivedCallback[]> {
    return this.rows({ AND: [where, after ? olderThan(after) : {}] }, take);
  }

  /** How many were there and settled before this time. */
  async purge(settledBefore: Date): Promise<number> {
    const { count } = await this.database.client.callback.deleteMany({
      where: { settledAt: { lt: settledBefore } },
    });
    return count;
  }

  /** Only as long as nobody has taken the claim over. */
  private async update(
    { id, attempts }: ReceivedCallback,
    data: Prisma.CallbackUpdateManyMutationInput,
  ): Promise<void> {
    await this.database.client.callback.updateMany({ where: { id, attempts, status: 'received' }, data });
  }

  private async load(rows: readonly { id: string }[]): Promise<ReceivedCallback[]> {
    return rows.length === 0 ? [] : this.rows({ id: { in: rows.map(({ id }) => id) } });
  }

  private async rows(where: Prisma.CallbackWhereInput, take?: number): Promise<ReceivedCallback[]> {
    const rows = await this.database.client.callback.findMany({
      where,
      ...(take === undefined ? {} : { take }),
      orderBy: [{ receivedAt: 'desc' }, { id: 'desc' }],
      omit: withoutRequest,
    });
    return rows.map(toReceived);
  }
}

function olderThan({ at: receivedAt, id }: Place): Prisma.CallbackWhereInput {
  return { receivedAt: { lte: receivedAt }, NOT: { receivedAt, id: { gte: id } } };
}

/** Vendors' ids may be of any length and of any characters. */
function digest(deliveryId: string): string {
  return createHash('sha256').update(deliveryId).digest('base64url');
}

function toReceived(row: Omit<Callback, keyof typeof withoutRequest>): ReceivedCallback {
  return { ...row, status: row.status as CallbackStatus };
}
