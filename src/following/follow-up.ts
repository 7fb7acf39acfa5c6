import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { Log } from '../common/log.js';
import { Milestones } from '../common/milestones.js';
import { Problem } from '../common/problems/problem.js';
import type { Origin } from '../journal/entry.js';
import { wantedMedia } from '../media/wanted-media.js';
import { withApplicantIntegrity } from '../providers/kit/applicant-integrity.js';
import { askedWaitMs, ProviderError } from '../providers/kit/errors.js';
import type { ProviderSignal } from '../providers/kit/signal.js';
import { checkAfter } from '../sessions/check-times.js';
import type { Change } from '../sessions/domain/change.js';
import { conclude, refuse } from '../sessions/domain/conclude.js';
import { observe } from '../sessions/domain/observe.js';
import { remark } from '../sessions/domain/remark.js';
import type { Session } from '../sessions/domain/session.js';
import { vendorSessionOf } from '../sessions/domain/vendor-session.js';
import { ProviderCalls, type ProviderCall } from '../sessions/provider-calls.js';
import type { SealedFields } from '../sessions/session-columns.js';
import { SessionStore, type Alongside } from '../sessions/session-store.js';
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
    return this.thenPlanned(session, call, async () => {
      for (const signal of await call.provider.check(call.ctx, call.ref))
        await this.workIn(session, call, signal);
    });
  }

  /** Works in a signal that came by itself. What its result fails by is left to a check that is soon. */
  async take(session: Session, call: ProviderCall, signal: ProviderSignal): Promise<void> {
    if (signal.kind !== 'concluded') return this.workIn(session, call, signal);
    await this.thenPlanned(session, call, () => this.workIn(session, call, signal));
  }

  /** However the work ends, there is a next check. The vendor's failure is returned, any other is thrown. */
  private async thenPlanned(
    session: Session,
    call: ProviderCall,
    work: () => Promise<void>,
  ): Promise<ProviderError | null> {
    try {
      await work();
    } catch (error) {
      await this.planNext(session, call, error);
      if (!(error instanceof ProviderError)) throw error;
      const { id, provider } = session;
      this.log.info('check failed', { session: id, provider, reason: error.message });
      return error;
    }
    await this.planNext(session, call, null);
    return null;
  }

  /** Signals about a vendor session that has been replaced are ignored. */
  private async workIn(session: Session, call: ProviderCall, signal: ProviderSignal): Promise<void> {
    const after = await this.alter(session, (current) => observe(current, signal, this.clock.now()));
    if (
      signal.kind === 'concluded' &&
      vendorSessionOf(after) === vendorSessionOf(session) &&
      !known(after, signal.vendorStatus)
    ) {
      await this.milestones.reached('following.concluded_at_provider');
      await this.collect(after, call).catch(async (error: unknown) => {
        // A verdict that is there and could not be fetched is news: the pace begins anew, however slow it had become.
        await this.store.plan(after, { nextCheckAt: after.nextCheckAt, idleChecks: 0 });
        throw error;
      });
    }
  }

  /** Writes into the history what the vendor said beside the verification itself. */
  async remark(session: Session, word: string): Promise<void> {
    await this.store.alter(session.id, (current) => remark(current, word, this.clock.now()), by(session));
  }

  /** Fetches the result and decides by it. A result that is not there yet is left to the next check. */
  private async collect(session: Session, call: ProviderCall): Promise<void> {
    try {
      const collected = await call.provider.collect(call.ctx, call.ref);
      const findings = withApplicantIntegrity(collected, call.ref.request.applicant);
      await this.milestones.reached('following.collected');
      const sealed = this.vault.seal(await this.vault.key(session.id), session.id, 'result', findings);
      await this.alter(session, (current) => conclude(current, findings, this.clock.now()), {
        sealed,
        alongside: call.provider.openMedia ? [wantedMedia(session, findings.media, this.clock.now())] : [],
      });
      await this.milestones.reached('following.decided');
    } catch (error) {
      // Erased meanwhile: what the vendor still says of the person is not taken any more.
      if (error instanceof Problem && error.code === 'session_erased') return;
      if (!(error instanceof ProviderError)) throw error;
      if (error.failure === 'not_ready' || error.failure === 'not_found') return;
      if (error.failure !== 'untrusted') throw error;
      const cause = error.details.cause ?? 'unproven';
      await this.alter(session, (current) => refuse(current, cause, this.clock.now()));
    }
  }

  /** Nothing that is about a vendor session changes anything once another has taken its place, however late that is seen. */
  private alter(
    session: Session,
    decide: (current: Session) => Change | null,
    { sealed = {}, alongside = [] }: WrittenWith = {},
  ): Promise<Session> {
    return this.store.alter(
      session.id,
      (current) => (vendorSessionOf(current) === vendorSessionOf(session) ? decide(current) : null),
      by(session),
      sealed,
      alongside,
    );
  }

  private async planNext(session: Session, { provider, ctx }: ProviderCall, failure: unknown): Promise<void> {
    const { id, attempt } = session;
    const [current] = await this.store.find({ id, attempt, endedAt: null });
    if (!current) return;
    const now = this.clock.now();
    const regular = checkAfter(provider, ctx.account.settings, current, now);
    const asked = new Date(now.getTime() + askedWaitMs(failure));
    const nextCheckAt = regular && asked > regular ? asked : regular;
    // Who has not answered has not said that nothing is new: the pace stays.
    const idleChecks = current.idleChecks + (failure === null ? 1 : 0);
    await this.store.plan(session, { nextCheckAt, idleChecks });
  }
}

/** What is written with a change. */
interface WrittenWith {
  readonly sealed?: SealedFields;
  readonly alongside?: readonly Alongside[];
}

function by({ provider }: Session): Origin {
  return { actor: { kind: 'provider', id: provider }, requestId: null };
}

/** A review that goes on: the result behind this word has been collected before. */
function known({ status, vendorStatus }: Session, word: string): boolean {
  return status === 'in_review' && vendorStatus === word;
}
