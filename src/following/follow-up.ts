import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { Log } from '../common/log.js';
import { Milestones } from '../common/milestones.js';
import type { Origin } from '../journal/entry.js';
import { ProviderError } from '../providers/kit/errors.js';
import type { ProviderSignal } from '../providers/kit/signal.js';
import { checkAfter } from '../sessions/check-times.js';
import { conclude, refuse } from '../sessions/domain/conclude.js';
import { observe } from '../sessions/domain/observe.js';
import { remark } from '../sessions/domain/remark.js';
import type { Session } from '../sessions/domain/session.js';
import { ProviderCalls, type ProviderCall } from '../sessions/provider-calls.js';
import { SessionStore } from '../sessions/session-store.js';
import { SessionVault } from '../sessions/session-vault.js';

/**
 * Brings what the vendor says into the session. Whoever learns of something (a stream, a check) passes
 * the signal on here; signals move a session forward, and only a proven result decides it.
 */
@Injectable()
export class FollowUp {
  constructor(
    private readonly store: SessionStore,
    private readonly vault: SessionVault,
    private readonly calls: ProviderCalls,
    private readonly clock: Clock,
    private readonly milestones: Milestones,
    private readonly log: Log,
  ) {}

  /**
   * Asks the vendor once, works in what it says, and settles when to ask again. A failed check only costs
   * time; it is returned, for who has to know.
   */
  async ask(session: Session): Promise<ProviderError | null> {
    const call = await this.calls.about(session);
    const failure = await this.check(session, call);
    await this.planNext(session, call, failure?.details.retryAfterMs ?? null);
    return failure;
  }

  /** Works in one signal. Signals about a vendor session that has been replaced are ignored. */
  async take(session: Session, call: ProviderCall, signal: ProviderSignal): Promise<void> {
    const about = call.ref.vendorSessionId;
    const after = await this.store.alter(
      session.id,
      (current) => (current.vendorSessionId === about ? observe(current, signal, this.clock.now()) : null),
      byProvider(session),
    );
    if (
      signal.kind === 'concluded' &&
      after.vendorSessionId === about &&
      !known(after, signal.vendorStatus)
    ) {
      await this.milestones.reached('following.concluded_at_provider');
      await this.collect(after, call);
    }
  }

  /** Writes into the history what the vendor said beside the verification itself. */
  async remark(session: Session, word: string): Promise<void> {
    await this.store.alter(
      session.id,
      (current) => remark(current, word, this.clock.now()),
      byProvider(session),
    );
  }

  private async check(session: Session, call: ProviderCall): Promise<ProviderError | null> {
    try {
      for (const signal of await call.provider.check(call.ctx, call.ref))
        await this.take(session, call, signal);
      return null;
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      this.log.info('check failed', {
        session: session.id,
        provider: session.provider,
        reason: error.message,
      });
      return error;
    }
  }

  /** Fetches the result and decides by it. A result that is not there yet is left to the next check. */
  private async collect(session: Session, call: ProviderCall): Promise<void> {
    try {
      const findings = await call.provider.collect(call.ctx, call.ref);
      await this.milestones.reached('following.collected');
      const sealed = this.vault.seal(await this.vault.key(session.id), session.id, 'result', findings);
      await this.store.alter(
        session.id,
        (current) => conclude(current, findings, this.clock.now()),
        byProvider(session),
        sealed,
      );
      await this.milestones.reached('following.decided');
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      if (error.failure === 'not_ready' || error.failure === 'not_found') return;
      if (error.failure !== 'untrusted') throw error;
      const cause = error.details.cause ?? 'unproven';
      await this.store.alter(
        session.id,
        (current) => refuse(current, cause, this.clock.now()),
        byProvider(session),
      );
    }
  }

  private async planNext(
    session: Session,
    { provider, ctx }: ProviderCall,
    waitMs: number | null,
  ): Promise<void> {
    const { id } = session;
    const [current] = await this.store.find({ id, endedAt: null });
    if (!current) return;
    const now = this.clock.now();
    const regular = checkAfter(provider, ctx.account.settings, current, now);
    const asked = waitMs === null ? null : new Date(now.getTime() + waitMs);
    const nextCheckAt = regular && asked && asked > regular ? asked : regular;
    await this.store.plan(id, { nextCheckAt, idleChecks: current.idleChecks + 1 });
  }
}

/** A review that goes on: the result behind this word has been collected before. */
function known({ status, vendorStatus }: Session, word: string): boolean {
  return status === 'in_review' && vendorStatus === word;
}

function byProvider({ provider }: Session): Origin {
  return { actor: { kind: 'provider', id: provider }, requestId: null };
}
