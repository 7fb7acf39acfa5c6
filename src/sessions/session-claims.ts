import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { Prisma } from '../database/generated/client.js';
import type { Session } from './domain/session.js';
import type { VendorSession } from './domain/vendor-session.js';
import { SessionStore } from './session-store.js';

/** An instance that has not been heard of for a while is dead, and what it holds may be taken. */
const heldByNobodyAlive = Prisma.sql`(held_by IS NULL OR held_by NOT IN (SELECT id FROM instances WHERE alive_until > now()))`;

/** How equal processes share the work among them: each row is claimed by one, and by another if that one dies. */
@Injectable()
export class SessionClaims {
  constructor(
    private readonly database: Database,
    private readonly store: SessionStore,
  ) {}

  /** Sessions to be asked about. Claimed by moving the time on: a claim that nobody works off falls due again. */
  async dueChecks(now: Date, again: Date, limit: number): Promise<Session[]> {
    return this.load(
      await this.database.client.$queryRaw`
      UPDATE sessions SET next_check_at = ${again} WHERE id IN (
        SELECT id FROM sessions WHERE next_check_at <= ${now}
        ORDER BY next_check_at LIMIT ${limit} FOR UPDATE SKIP LOCKED)
      RETURNING id`,
    );
  }

  /** Sessions whose time is up. */
  async dueDeadlines(now: Date, again: Date, limit: number): Promise<Session[]> {
    return this.load(
      await this.database.client.$queryRaw`
      UPDATE sessions SET deadline_at = ${again} WHERE id IN (
        SELECT id FROM sessions WHERE deadline_at <= ${now}
        ORDER BY deadline_at LIMIT ${limit} FOR UPDATE SKIP LOCKED)
      RETURNING id`,
    );
  }

  /**
   * Starts whose process has died half-way, or lives and has lost hold of one, as when its database failed between
   * two steps: those that have not got on since `stuckSince`. Claimed by getting on.
   */
  async abandonedStarts(instance: string, stuckSince: Date, now: Date, limit: number): Promise<Session[]> {
    return this.load(
      await this.database.client.$queryRaw`
      UPDATE sessions SET held_by = ${instance}, updated_at = ${now} WHERE id IN (
        SELECT id FROM sessions WHERE streaming = false AND held_by IS NOT NULL AND status = 'created'
          AND (updated_at <= ${stuckSince} OR ${heldByNobodyAlive})
        LIMIT ${limit} FOR UPDATE SKIP LOCKED)
      RETURNING id`,
    );
  }

  /** Streams that nobody holds. */
  async freeStreams(instance: string, limit: number): Promise<Session[]> {
    return this.load(
      await this.database.client.$queryRaw`
      UPDATE sessions SET held_by = ${instance} WHERE id IN (
        SELECT id FROM sessions WHERE streaming = true AND ${heldByNobodyAlive}
        LIMIT ${limit} FOR UPDATE SKIP LOCKED)
      RETURNING id`,
    );
  }

  /** This session's stream, unless another process holds it. */
  async stream(instance: string, id: string): Promise<Session[]> {
    await this.database.client.session.updateMany({
      where: { id, streaming: true, heldBy: null },
      data: { heldBy: instance },
    });
    return this.store.find({ id, streaming: true, heldBy: instance });
  }

  async streamsOf(instance: string): Promise<Session[]> {
    return this.store.find({ streaming: true, heldBy: instance });
  }

  /** The stream has said all that it had to say. */
  async endStream({ id, attempt, vendorSessionId }: VendorSession): Promise<void> {
    const where = { id, attempt, vendorSessionId, streaming: true };
    await this.database.client.session.updateMany({ where, data: { streaming: false, heldBy: null } });
  }

  /** A process that stops leaves its streams to the others at once. */
  async letGo(instance: string): Promise<void> {
    await this.database.client.session.updateMany({
      where: { streaming: true, heldBy: instance },
      data: { heldBy: null },
    });
  }

  private async load(rows: readonly { id: string }[]): Promise<Session[]> {
    return rows.length === 0 ? [] : this.store.find({ id: { in: rows.map(({ id }) => id) } });
  }
}
