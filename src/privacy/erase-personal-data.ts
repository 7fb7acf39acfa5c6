import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { newId } from '../common/ids.js';
import { Milestones } from '../common/milestones.js';
import { Problem } from '../common/problems/problem.js';
import { Database } from '../database/database.js';
import { CallbackStore } from '../following/inbox/callback-store.js';
import { IdempotencyStore } from '../idempotency/idempotency-store.js';
import type { Origin } from '../journal/entry.js';
import { erased } from '../sessions/domain/erase.js';
import type { Session } from '../sessions/domain/session.js';
import { SessionStore, StaleSessionError } from '../sessions/session-store.js';
import { nothingSealed } from '../sessions/session-vault.js';
import { receiptOf, type ErasureReceipt } from './erasure-receipt.js';
import { ErasureStore } from './erasure-store.js';
import { VendorTraces } from './vendor-traces.js';

/** The session may be changed by others while we look. */
const mostTries = 10;
/** A start under way may reach the vendor after us, so its vendor is told when that is over. */
const startPatienceSeconds = 60;

/** Erases what the gateway holds of a session, at once; the vendor and the stored pictures follow. */
@Injectable()
export class ErasePersonalData {
  constructor(
    private readonly database: Database,
    private readonly sessions: SessionStore,
    private readonly erasures: ErasureStore,
    private readonly traces: VendorTraces,
    private readonly answers: IdempotencyStore,
    private readonly callbacks: CallbackStore,
    private readonly clock: Clock,
    private readonly milestones: Milestones,
  ) {}

  /** Erasing again shows the same receipt; what was tried in vain is tried again soon. */
  async run({ id }: Session, origin: Origin): Promise<ErasureReceipt> {
    for (let tries = 1; ; tries += 1) {
      const known = await this.erasures.ofSession(id);
      if (known) {
        await this.erasures.hurry(known.id, this.clock.now());
        return known;
      }
      try {
        const [session] = await this.sessions.find({ id });
        if (!session) throw new Problem('not_found');
        const receipt = await this.erase(session, origin);
        await this.milestones.reached('erasure.written');
        return receipt;
      } catch (error) {
        if (!isOvertaken(error) || tries === mostTries) throw error;
      }
    }
  }

  private async erase(session: Session, origin: Origin): Promise<ErasureReceipt> {
    const id = newId('ers');
    const now = this.clock.now();
    const trace = await this.traces.of(session);
    const nextAttemptAt = session.status === 'created' ? this.clock.in(startPatienceSeconds) : now;
    return this.database.unit(async (unit) => {
      await this.sessions.write(unit, session, erased(session, id, now), origin, nothingSealed);
      await this.answers.forget(unit, session.id, new Problem('session_erased'));
      await this.callbacks.forget(unit, session.id, now);
      const row = await unit.tx.erasure.create({
        data: {
          id,
          tenantId: session.tenantId,
          sessionId: session.id,
          atProvider: 'pending',
          inStorage: 'pending',
          sealedRef: this.traces.seal(id, trace),
          attempts: 0,
          requestedAt: now,
          nextAttemptAt,
        },
      });
      return receiptOf(row);
    });
  }
}

/** Somebody changed the session meanwhile, or erased it. */
function isOvertaken(error: unknown): boolean {
  return error instanceof StaleSessionError || (error instanceof Problem && error.code === 'session_erased');
}
