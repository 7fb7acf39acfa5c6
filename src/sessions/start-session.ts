import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { Log } from '../common/log.js';
import { Milestones } from '../common/milestones.js';
import type { ProblemCode } from '../common/problems/catalog.js';
import { Problem } from '../common/problems/problem.js';
import { Database } from '../database/database.js';
import type { Origin } from '../journal/entry.js';
import { ProviderCatalog } from '../providers/catalog.js';
import { ProviderError } from '../providers/kit/errors.js';
import type { Handoff, Started, StartRequest } from '../providers/kit/start.js';
import { ProviderContexts, type OpenAccount } from '../providers/runtime/provider-contexts.js';
import type { FlowFields } from '../tenants/flows.js';
import { ProviderAccounts } from '../tenants/provider-accounts.js';
import { ProviderCalls } from './provider-calls.js';
import { checkAfter } from './check-times.js';
import { flowOf } from './compose-session.js';
import { handedOn, opened, startFailed } from './domain/lifecycle.js';
import type { Attempt, FailedStart, Session } from './domain/session.js';
import { PersonSlots } from './person-slots.js';
import { SessionStore, StaleSessionError } from './session-store.js';
import { SessionVault } from './session-vault.js';

/** A session that has been written down and is to be started at its provider. */
export interface Starting {
  readonly session: Session;
  /** The account of its provider. */
  readonly account: OpenAccount;
  readonly request: StartRequest;
  /** The session's data key. */
  readonly key: Uint8Array;
  readonly flow: FlowFields;
  readonly origin: Origin;
}

export interface Running {
  readonly session: Session;
  readonly handoff: Handoff;
}

type FailedAttempt = Attempt & { readonly outcome: FailedStart };

/** For all that one provider is asked at a start, the repeat included, for a person waits meanwhile. */
const longestStartMs = 10_000;

const problemOf: Readonly<Record<FailedStart, ProblemCode>> = {
  rejected: 'provider_rejected',
  malformed: 'provider_malformed',
  unavailable: 'provider_unavailable',
  timeout: 'provider_timeout',
};

/**
 * Takes a session from `created` to `pending`, trying one provider after the other. Also goes on with
 * a start that a dead process left behind.
 */
@Injectable()
export class StartSession {
  constructor(
    private readonly database: Database,
    private readonly store: SessionStore,
    private readonly vault: SessionVault,
    private readonly calls: ProviderCalls,
    private readonly contexts: ProviderContexts,
    private readonly accounts: ProviderAccounts,
    private readonly catalog: ProviderCatalog,
    private readonly slots: PersonSlots,
    private readonly clock: Clock,
    private readonly milestones: Milestones,
    private readonly log: Log,
  ) {}

  /** Throws a `provider_…` problem, with the session failed, when every candidate has failed. */
  async run(starting: Starting): Promise<Running> {
    try {
      return await this.tryNext(starting);
    } catch (error) {
      throw error instanceof StaleSessionError ? endedMeanwhile(starting.session) : error;
    }
  }

  private async tryNext(starting: Starting): Promise<Running> {
    const { session, account, request } = starting;
    const provider = this.catalog.get(session.provider);
    const inTime = this.contexts.whileRunning(AbortSignal.timeout(longestStartMs));
    const ctx = this.calls.context(session.id, account, inTime);
    const began = performance.now();
    let repeated = false;
    let started: Started;
    try {
      started = await provider.start(ctx, request).catch((error: unknown) => {
        if (!isLostAnswer(error)) throw error;
        repeated = true;
        return provider.start(ctx, { ...request, repeated });
      });
    } catch (error) {
      if (!(error instanceof ProviderError)) this.log.problem('starting a session failed', error);
      return this.handOn(starting, attempt(session, outcomeOf(error), began, repeated));
    }
    const made = attempt(session, 'started', began, repeated);
    await this.milestones.reached('session.started_at_provider');
    return this.open(starting, started, made);
  }

  private async open(starting: Starting, started: Started, made: Attempt): Promise<Running> {
    const { session, account, key, origin } = starting;
    const { handoff, secrets, vendorSessionId } = started;
    const provider = this.catalog.get(session.provider);
    const now = this.clock.now();
    const opening = {
      vendorSessionId,
      handoffExpiresAt: handoff.expiresAt,
      streaming: provider.follow !== undefined,
      nextCheckAt: checkAfter(
        provider,
        account.settings,
        { status: 'pending', idleChecks: 0, refusals: 0 },
        now,
      ),
    };
    const change = opened(session, opening, withAttempt(session, made), now);
    const sealed = this.vault.seal(key, session.id, 'handoff', { handoff, secrets });
    try {
      const after = await this.store.write(this.database, session, change, origin, sealed);
      await this.milestones.reached('session.opened');
      return { session: after, handoff };
    } catch (error) {
      if (error instanceof StaleSessionError) await this.tellGivenUp(starting, started);
      throw error;
    }
  }

  /** To the next candidate; without one the session fails. */
  private async handOn(starting: Starting, made: FailedAttempt): Promise<Running> {
    const { session, origin, key, request, flow } = starting;
    const routing = withAttempt(session, made);
    const now = this.clock.now();
    const next = routing.candidates.filter(({ verdict }) => verdict === 'usable')[session.attempt];
    if (!next?.accountId) {
      const failed = startFailed(session, problemOf[made.outcome], routing, now);
      await this.store.write(this.database, session, failed, origin);
      throw startProblem(session.id, routing.attempts);
    }
    const { provider, accountId } = next;
    const adapter = this.catalog.get(provider);
    const nextRequest = { ...request, startId: randomUUID(), repeated: false, flow: flowOf(adapter, flow) };
    const sealed = this.vault.seal(key, session.id, 'request', nextRequest);
    const moved = await this.database.unit(async (unit) => {
      if (adapter.definition.capabilities.oneActiveSessionPerRefId) {
        await this.slots.supersede(unit, session, accountId, origin);
      }
      return this.store.write(
        unit,
        session,
        handedOn(session, { provider, accountId }, routing, now),
        origin,
        sealed,
      );
    });
    const account = await this.accounts.open(accountId);
    return this.tryNext({ ...starting, session: moved, account, request: nextRequest });
  }

  /** The session ended while the vendor was starting it: the vendor should know, but nothing depends on it. */
  private async tellGivenUp(
    { session, account, request }: Starting,
    { vendorSessionId, secrets }: Started,
  ): Promise<void> {
    const provider = this.catalog.get(session.provider);
    const ref = { vendorSessionId, secrets, startedAt: session.createdAt, request };
    await provider
      .cancel?.(this.calls.context(session.id, account), ref)
      .catch((error: unknown) => this.log.problem('cancelling at the provider failed', error));
  }
}

/**
 * The vendor may have made its session: it is asked once more, for that one where it can find it. A timeout is
 * not repeated, lest the person wait twice.
 */
function isLostAnswer(error: unknown): boolean {
  return error instanceof ProviderError && error.failure === 'ambiguous' && error.details.cause !== 'timeout';
}

function attempt<O extends Attempt['outcome']>(
  { provider }: Session,
  outcome: O,
  began: number,
  repeated: boolean,
): Attempt & { readonly outcome: O } {
  const ms = Math.round(performance.now() - began);
  return { provider, outcome, ms, ...(repeated ? { repeated: true as const } : {}) };
}

function withAttempt(session: Session, made: Attempt): Session['routing'] {
  return { ...session.routing, attempts: [...session.routing.attempts, made] };
}

function outcomeOf(error: unknown): FailedStart {
  if (!(error instanceof ProviderError)) return 'malformed';
  switch (error.failure) {
    case 'rejected':
    case 'unauthorized':
    case 'not_found':
    case 'not_ready':
      return 'rejected';
    case 'malformed':
    case 'untrusted':
      return 'malformed';
    case 'throttled':
    case 'unavailable':
    case 'ambiguous':
      return error.details.cause === 'timeout' ? 'timeout' : 'unavailable';
  }
}

function endedMeanwhile({ id }: Session): Problem {
  const members = { sessionId: id };
  return new Problem('session_state_conflict', 'The session was ended while it was being started.', {
    members,
  });
}

/** For a call to the vendor other than a start. */
export function problemOfFailure(error: ProviderError, sessionId: string): Problem {
  return new Problem(problemOf[outcomeOf(error)], undefined, { members: { sessionId } });
}

/** The last attempt gives the answer its code; the body names them all. */
export function startProblem(sessionId: string, attempts: readonly Attempt[]): Problem {
  const last = attempts.at(-1)?.outcome ?? 'unavailable';
  const code = problemOf[last === 'started' ? 'unavailable' : last];
  return new Problem(code, undefined, { members: { sessionId, attempts } });
}
