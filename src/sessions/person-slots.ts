import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import type { Unit } from '../database/database.js';
import type { Origin } from '../journal/entry.js';
import { cancelled } from './domain/lifecycle.js';
import type { Session } from './domain/session.js';
import { endStatuses } from './domain/status.js';
import { SessionStore, toSession } from './session-store.js';

/** The name of the place that the one returnable session of a person and flow takes. A unique index guards it. */
export function slotOf({
  tenantId,
  mode,
  refId,
  flow,
}: Pick<Session, 'tenantId' | 'mode' | 'refId' | 'flow'>): string {
  return createHash('sha256')
    .update(JSON.stringify([tenantId, mode, refId, flow]))
    .digest('base64url');
}

/** Makes room for a person's new session where there may only be one. */
@Injectable()
export class PersonSlots {
  constructor(
    private readonly store: SessionStore,
    private readonly clock: Clock,
  ) {}

  /**
   * A forced session becomes the one that is returned to repeats; the former goes on without the place.
   * One at a time: two at once would both find the place free.
   */
  async takeOver(unit: Unit, slot: string): Promise<void> {
    await unit.tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${slot}, 0))`;
    await unit.tx.session.updateMany({ where: { activeSlot: slot }, data: { activeSlot: null } });
  }

  /** Only one transaction at a time deals with a person's sessions at an account. To be taken before any other lock. */
  async lockPerson(unit: Unit, accountId: string, refId: string): Promise<void> {
    await unit.tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`${accountId}/${refId}`}, 0))`;
  }

  /**
   * Some vendors know the person and not the session: their newest session is the only one they speak
   * of. Older ones of ours at the same account could never be decided, so they end here; all but the
   * one that holds the new session's own place, which is returned instead of the new one.
   * Returns how many ended.
   */
  async supersede(unit: Unit, by: Session, accountId: string, origin: Origin): Promise<number> {
    const { id, refId, activeSlot } = by;
    await this.lockPerson(unit, accountId, refId);
    // Whoever is changing one of them finishes first, so that none has changed when it is ended below.
    await unit.tx
      .$executeRaw`SELECT 1 FROM sessions WHERE account_id = ${accountId} AND ref_id = ${refId} AND ended_at IS NULL ORDER BY id FOR UPDATE`;
    const rows = await unit.tx.session.findMany({
      where: { accountId, refId, id: { not: id }, status: { notIn: [...endStatuses] } },
    });
    const older = rows
      .map(toSession)
      .filter((session) => activeSlot === null || session.activeSlot !== activeSlot);
    for (const session of older) {
      const change = cancelled(session, 'superseded', this.clock.now());
      if (change) await this.store.write(unit, session, change, origin);
    }
    return older.length;
  }
}
