import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import { Log } from '../../common/log.js';
import { ProviderCatalog } from '../../providers/catalog.js';
import { Problem } from '../../common/problems/problem.js';
import type { CallbackNotice } from '../../providers/kit/callback.js';
import { askedWaitMs, ProviderError } from '../../providers/kit/errors.js';
import { vendorWord } from '../../providers/kit/vendor-word.js';
import { ProviderContexts } from '../../providers/runtime/provider-contexts.js';
import type { Session } from '../../sessions/domain/session.js';
import { SessionStore } from '../../sessions/session-store.js';
import { ProviderAccounts } from '../../tenants/provider-accounts.js';
import { FollowUp } from '../follow-up.js';
import { CallbackStore } from './callback-store.js';
import type { Finding, ReceivedCallback } from './received-callback.js';
import { mayStillMatch, nextAttempt } from './retry-times.js';
import { SealedRequests } from './sealed-requests.js';

/** Works off one callback that has been claimed. Only what the vendor then says when asked changes a session. */
@Injectable()
export class CallbackWork {
  constructor(
    private readonly store: CallbackStore,
    private readonly sealed: SealedRequests,
    private readonly accounts: ProviderAccounts,
    private readonly catalog: ProviderCatalog,
    private readonly contexts: ProviderContexts,
    private readonly sessions: SessionStore,
    private readonly followUp: FollowUp,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** However it ends, the row says so; rejects only when not even that can be written. */
  async run(callback: ReceivedCallback): Promise<void> {
    let finding: Finding = { cause: null };
    try {
      const notice = await this.read(callback);
      const vendorStatus = notice.vendorStatus === null ? null : vendorWord(notice.vendorStatus);
      finding = { ...finding, vendorStatus };
      const session = await this.sessionOf(callback, notice);
      if (!session) {
        await this.unmatched(callback, finding);
        return;
      }
      finding = { ...finding, sessionId: session.id };
      await this.bring({ ...notice, vendorStatus }, session);
      await this.store.settle(callback, 'done', finding, this.clock.now());
    } catch (error) {
      await this.failed(callback, finding, error);
    }
  }

  private async read({ id, accountId }: ReceivedCallback): Promise<CallbackNotice> {
    const [account, request] = await Promise.all([
      this.accounts.open(accountId),
      this.store.sealedRequest(id),
    ]);
    const provider = this.catalog.get(account.provider);
    if (!provider.readCallback || !request) throw new Error(`callback ${id} cannot be read`);
    return provider.readCallback(this.contexts.for(account), this.sealed.open(id, request));
  }

  /** A vendor that knows persons only means the newest session of the person. */
  private async sessionOf(
    { accountId }: ReceivedCallback,
    { about }: CallbackNotice,
  ): Promise<Session | null> {
    const session = await this.sessions.latestStarted({ accountId, ...about });
    // Its start is not written down yet.
    return session?.status === 'created' ? null : session;
  }

  private async bring({ kind, vendorStatus }: CallbackNotice, session: Session): Promise<void> {
    if (kind === 'remark') return this.followUp.remark(session, vendorStatus ?? 'unreadable');
    // What is given up stays given up.
    if (session.status === 'cancelled') return;
    const failure = await this.followUp.ask(session);
    if (failure) throw failure;
    await this.askAgainSoon(session, vendorStatus);
  }

  /** Some vendors announce what they do not show yet. */
  private async askAgainSoon(before: Session, word: string | null): Promise<void> {
    const [after] = await this.sessions.find({ id: before.id, endedAt: null });
    const seen = !after || after.lastSeq > before.lastSeq || (word !== null && after.vendorStatus === word);
    if (!seen) await this.sessions.plan(after, { nextCheckAt: this.clock.in(1), idleChecks: 0 });
  }

  private async unmatched(callback: ReceivedCallback, finding: Finding): Promise<void> {
    const now = this.clock.now();
    const again = mayStillMatch(callback.receivedAt, now) ? nextAttempt(callback.attempts, now) : null;
    const told = { ...finding, cause: 'no_session' };
    if (again) await this.store.postpone(callback, told, again);
    else await this.store.settle(callback, 'unmatched', told, now);
  }

  private async failed(callback: ReceivedCallback, finding: Finding, error: unknown): Promise<void> {
    const { id, attempts } = callback;
    if (error instanceof Problem && error.code === 'session_erased') {
      return this.store.settle(callback, 'done', { ...finding, cause: error.code }, this.clock.now());
    }
    if (!(error instanceof ProviderError))
      this.log.problem('callback not worked off', error, { callback: id });
    const now = this.clock.now();
    const told = { ...finding, cause: causeOf(error) };
    const again = isUnreadable(error, finding) ? null : nextAttempt(attempts, now, askedWaitMs(error));
    if (again) await this.store.postpone(callback, told, again);
    else await this.store.settle(callback, 'failed', told, now);
  }
}

/** Before anything was found out, it is the body itself that is malformed: it will not get better. */
function isUnreadable(error: unknown, { vendorStatus }: Finding): boolean {
  return error instanceof ProviderError && error.failure === 'malformed' && vendorStatus === undefined;
}

function causeOf(error: unknown): string {
  return error instanceof ProviderError ? (error.details.cause ?? error.failure) : 'internal';
}
