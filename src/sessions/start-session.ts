import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { Milestones } from '../common/milestones.js';
import { Problem } from '../common/problems/problem.js';
import { Database } from '../database/database.js';
import type { Origin } from '../journal/entry.js';
import { ProviderCatalog } from '../providers/catalog.js';
import type { Handoff, Started, StartRequest } from '../providers/kit/start.js';
import type { OpenAccount } from '../providers/runtime/provider-contexts.js';
import type { FlowFields } from '../tenants/flows.js';
import { ProviderAccounts } from '../tenants/provider-accounts.js';
import { flowOf } from './compose-session.js';
import { handedOn, opened, startFailed } from './domain/lifecycle.js';
import type { Attempt, FailedAttempt, Session } from './domain/session.js';
import { openedBy } from './opened-by.js';
import { PersonSlots } from './person-slots.js';
import { ProviderCalls } from './provider-calls.js';
import { SessionStore, StaleSessionError } from './session-store.js';
import { SessionVault } from './session-vault.js';
import { StartAttempt } from './start-attempt.js';
import { problemOf, startProblem } from './start-problem.js';

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
    private readonly attempts: StartAttempt,
    private readonly calls: ProviderCalls,
    private readonly accounts: ProviderAccounts,
    private readonly catalog: ProviderCatalog,
    private readonly slots: PersonSlots,
    private readonly clock: Clock,
    private readonly milestones: Milestones,
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
    const { started, made } = await this.attempts.run(
      starting.session.id,
      starting.account,
      starting.request,
    );
    if (!started) return this.handOn(starting, made);
    await this.milestones.reached('session.started_at_provider');
    return this.open(starting, started, made);
  }

  private async open(starting: Starting, started: Started, made: Attempt): Promise<Running> {
    const { session, account, key, origin, request } = starting;
    const { handoff, secrets } = started;
    const now = this.clock.now();
    const opening = openedBy(this.catalog.get(session.provider), account.settings, started, now);
    const change = opened(session, opening, withAttempt(session, made), now);
    const sealed = this.vault.seal(key, session.id, 'handoff', { handoff, secrets });
    try {
      const after = await this.store.write(this.database, session, change, origin, sealed);
      await this.milestones.reached('session.opened');
      return { session: after, handoff };
    } catch (error) {
      if (error instanceof StaleSessionError) {
        await this.calls.abandon(this.calls.aboutStarted(session, account, request, started));
      }
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
}

function withAttempt(session: Session, made: Attempt): Session['routing'] {
  return { ...session.routing, attempts: [...session.routing.attempts, made] };
}

function endedMeanwhile({ id }: Session): Problem {
  const members = { sessionId: id };
  return new Problem('session_state_conflict', 'The session was ended while it was being started.', {
    members,
  });
}
