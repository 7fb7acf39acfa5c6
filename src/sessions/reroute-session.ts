import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { Milestones } from '../common/milestones.js';
import { Problem } from '../common/problems/problem.js';
import { Database } from '../database/database.js';
import type { Origin } from '../journal/entry.js';
import { ProviderCatalog } from '../providers/catalog.js';
import type { Started, StartRequest } from '../providers/kit/start.js';
import type { OpenAccount } from '../providers/runtime/provider-contexts.js';
import { ProviderAccounts } from '../tenants/provider-accounts.js';
import { ChooseProvider, type ChosenProviders } from './choose-provider.js';
import { flowOf } from './compose-session.js';
import {
  mostAttempts,
  providersLeft,
  rerouted,
  rerouteFailed,
  rerouteObstacle,
  type RerouteObstacle,
} from './domain/reroute.js';
import type { Attempt, FailedAttempt, Session } from './domain/session.js';
import { vendorSessionOf } from './domain/vendor-session.js';
import { openedBy } from './opened-by.js';
import { PersonSlots } from './person-slots.js';
import { ProviderCalls, type ProviderCall } from './provider-calls.js';
import { SessionStore } from './session-store.js';
import { SessionVault, type FormerTurn } from './session-vault.js';
import { StartAttempt } from './start-attempt.js';
import { startProblem } from './start-problem.js';
import type { Running } from './start-session.js';

export interface WantedReroute {
  /** A pin; null: routing decides, and does not lead back. */
  readonly provider: string | null;
  /** Also when the person has begun: what they did is lost. */
  readonly force: boolean;
}

/** A session about to leave its provider. */
interface Leaving extends WantedReroute {
  readonly session: Session;
  readonly call: ProviderCall;
  /** The session's data key. */
  readonly key: Uint8Array;
  readonly former: readonly FormerTurn[];
  readonly origin: Origin;
}

/** A vendor session that is to take the place of the present one. */
interface Arriving {
  readonly account: OpenAccount;
  readonly request: StartRequest;
  readonly started: Started;
  readonly startedAt: Date;
  /** Those that failed before it, and its own. */
  readonly attempts: readonly Attempt[];
}

/** Gives a session to another provider. Until the other one has started it, it stays where it is and works. */
@Injectable()
export class RerouteSession {
  constructor(
    private readonly database: Database,
    private readonly store: SessionStore,
    private readonly vault: SessionVault,
    private readonly choices: ChooseProvider,
    private readonly attempts: StartAttempt,
    private readonly calls: ProviderCalls,
    private readonly accounts: ProviderAccounts,
    private readonly catalog: ProviderCatalog,
    private readonly slots: PersonSlots,
    private readonly clock: Clock,
    private readonly milestones: Milestones,
  ) {}

  /**
   * Throws `session_state_conflict` for a session that cannot leave, or has changed meanwhile, `session_erased` for
   * one that is erased, `no_provider_available` or `capability_unsupported` when there is nobody else, and
   * `provider_…` when nobody else could start it.
   */
  async run(session: Session, wanted: WantedReroute, origin: Origin): Promise<Running> {
    const key = await this.vault.key(session.id);
    this.refuse(session, wanted);
    const [call, { former }, chosen] = await Promise.all([
      this.calls.about(session),
      this.vault.open(session.id, 'former'),
      this.choices.run(session, {
        ...session,
        pin: wanted.provider,
        left: providersLeft(session),
      }),
    ]);
    return this.leave({ ...wanted, session, call, key, former: former ?? [], origin }, chosen);
  }

  private async leave(leaving: Leaving, chosen: ChosenProviders): Promise<Running> {
    const { session, call, origin } = leaving;
    const failed: FailedAttempt[] = [];
    for (const stored of chosen.accounts) {
      const account = this.accounts.unseal(stored);
      const flow = flowOf(this.catalog.get(account.provider), chosen.flow);
      const startedAt = this.clock.now();
      // It needs a vendor session of its own, whatever the vendor has of this person.
      const anew = { startId: randomUUID(), repeated: false, forceCreation: true, flow };
      const request = { ...call.ref.request, ...anew };
      const { started, made } = await this.attempts.run(session.id, account, request);
      if (started) {
        await this.milestones.reached('reroute.started_at_provider');
        return this.arrive(leaving, chosen, {
          ...{ account, request, started, startedAt },
          attempts: [...failed, made],
        });
      }
      failed.push(made);
    }
    await this.store.alter(session.id, (current) => rerouteFailed(current, failed), origin);
    throw startProblem(session.id, failed);
  }

  private async arrive(leaving: Leaving, chosen: ChosenProviders, arriving: Arriving): Promise<Running> {
    const { session, call } = leaving;
    const { account, request, started, startedAt } = arriving;
    try {
      const after = await this.write(leaving, chosen, arriving);
      await this.milestones.reached('reroute.written');
      // Nobody waits for a vendor that may be the very reason for leaving.
      void this.calls.abandon(call);
      return { session: after, handoff: started.handoff };
    } catch (error) {
      // After any other failure nobody knows whether it has been written.
      if (error instanceof Problem) {
        void this.calls.abandon(
          this.calls.aboutStarted({ ...session, startedAt }, account, request, started),
        );
      }
      throw error;
    }
  }

  private write(
    { session, call, key, former, origin, ...wanted }: Leaving,
    { choice }: ChosenProviders,
    { account, request, started, startedAt, attempts }: Arriving,
  ): Promise<Session> {
    const { id } = session;
    const provider = this.catalog.get(account.provider);
    const now = this.clock.now();
    const opened = openedBy(provider, account.settings, started, now);
    const place = { provider: account.provider, accountId: account.id, startedAt };
    const left = { provider: session.provider, accountId: session.accountId, ref: call.ref };
    const sealed = {
      ...this.vault.seal(key, id, 'request', request),
      ...this.vault.seal(key, id, 'handoff', { handoff: started.handoff, secrets: started.secrets }),
      ...this.vault.seal(key, id, 'former', [...former, left]),
    };
    const decide = (current: Session) => {
      if (vendorSessionOf(current) !== vendorSessionOf(session)) throw changedMeanwhile();
      this.refuse(current, wanted);
      return rerouted(current, { ...opened, ...place, choice, attempts }, now);
    };
    return this.database.unit(async (unit) => {
      if (provider.definition.capabilities.oneActiveSessionPerRefId) {
        await this.slots.supersede(unit, session, account.id, origin);
      }
      return this.store.alterInTurn(unit, id, decide, origin, sealed);
    });
  }

  private refuse(session: Session, { provider, force }: WantedReroute): void {
    const obstacle = rerouteObstacle(session, force, this.clock.now());
    if (obstacle) throw new Problem('session_state_conflict', explained(obstacle, session));
    if (provider === session.provider) {
      throw new Problem('session_state_conflict', `The session is at ${provider} already.`);
    }
  }
}

function explained(obstacle: RerouteObstacle, { status }: Session): string {
  switch (obstacle) {
    case 'not_open':
      return `A session that is ${status} cannot go to another provider.`;
    case 'already_begun':
      return 'The person has begun. With `force` the session goes to another provider all the same, from the beginning.';
    case 'time_is_up':
      return 'The time of the session is up.';
    case 'too_often':
      return `A session is started at providers ${mostAttempts} times at most. Create a new one.`;
  }
}

function changedMeanwhile(): Problem {
  return new Problem('session_state_conflict', 'The session has changed meanwhile, and stays where it is.');
}
