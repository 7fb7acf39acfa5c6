import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/caller.js';
import { Clock } from '../common/clock.js';
import { Milestones } from '../common/milestones.js';
import { Problem } from '../common/problems/problem.js';
import { Database, isUniqueViolation, type Statements } from '../database/database.js';
import { Instances } from '../jobs/instances.js';
import { ProviderCatalog } from '../providers/catalog.js';
import type { StartRequest } from '../providers/kit/start.js';
import type { OpenAccount } from '../providers/runtime/provider-contexts.js';
import { ProviderAccounts } from '../tenants/provider-accounts.js';
import { ChooseProvider } from './choose-provider.js';
import { composeRequest, composeSession, type Plan } from './compose-session.js';
import { tell } from './domain/change.js';
import type { Session } from './domain/session.js';
import { PersonSlots } from './person-slots.js';
import { RunningSessions } from './running-sessions.js';
import { SessionStore } from './session-store.js';
import { SessionVault } from './session-vault.js';
import { StartSession } from './start-session.js';
import type { App, HandedOver, WantedSession } from './wanted-session.js';

/** The place of a person's session may become free and be taken again while we look. */
const mostTries = 5;

interface Inserted {
  readonly session: Session;
  readonly request: StartRequest;
  readonly key: Uint8Array;
}

@Injectable()
export class CreateSession {
  constructor(
    private readonly database: Database,
    private readonly store: SessionStore,
    private readonly vault: SessionVault,
    private readonly slots: PersonSlots,
    private readonly running: RunningSessions,
    private readonly starts: StartSession,
    private readonly choices: ChooseProvider,
    private readonly accounts: ProviderAccounts,
    private readonly catalog: ProviderCatalog,
    private readonly instances: Instances,
    private readonly clock: Clock,
    private readonly milestones: Milestones,
  ) {}

  /** `id` is the id that the session gets. */
  async run(app: App, wanted: WantedSession, caller: Caller, id: string): Promise<HandedOver> {
    const { plan, account } = await this.plan(app, wanted, id);
    for (let tries = 1; ; tries += 1) {
      try {
        const inserted = await this.insert(plan, caller);
        await this.milestones.reached('session.inserted');
        const started = await this.starts.run({
          ...inserted,
          account,
          flow: plan.flow,
          origin: caller.origin,
        });
        return { ...started, created: true };
      } catch (error) {
        if (!isUniqueViolation(error) || tries === mostTries) throw error;
        const existing = await this.running.ofPerson(app, wanted, caller);
        if (existing) return existing;
        // It ended in between: the place is free again.
      }
    }
  }

  private async plan(
    app: App,
    wanted: WantedSession,
    id: string,
  ): Promise<{ plan: Plan; account: OpenAccount }> {
    const chosen = await this.choices.run(app, { ...wanted, pin: wanted.provider });
    const { allowedOrigins, flow, choice } = chosen;
    refuseForeignReturnUrl(wanted.returnUrl, allowedOrigins);
    const [account] = chosen.accounts;
    const provider = this.catalog.get(account.provider);
    const plan = { id, app, wanted, flow, choice, provider, accountId: account.id };
    return { plan, account: this.accounts.unseal(account) };
  }

  private async insert(plan: Plan, { origin }: Caller): Promise<Inserted> {
    const { id, wanted, provider } = plan;
    const session = composeSession(plan, this.clock.now(), this.instances.ownId);
    const { key, wrapped } = this.vault.newKey(id);
    const write = async (on: Statements, forced: boolean): Promise<Inserted> => {
      const request = composeRequest(plan, forced);
      const sealed = { dataKey: wrapped, ...this.vault.seal(key, id, 'request', request) };
      const drafts = [tell(session, 'session.created', { flow: session.flow })];
      return { session: await this.store.insert(on, session, sealed, drafts, origin), request, key };
    };

    const exclusive = provider.definition.capabilities.oneActiveSessionPerRefId;
    if (!exclusive && !wanted.forceCreation) return write(this.database, false);
    return this.database.unit(async (unit) => {
      if (exclusive) await this.slots.lockPerson(unit, session.accountId, session.refId);
      if (wanted.forceCreation && session.activeSlot) await this.slots.takeOver(unit, session.activeSlot);
      const ended = exclusive ? await this.slots.supersede(unit, session, session.accountId, origin) : 0;
      return write(unit, wanted.forceCreation || ended > 0);
    });
  }
}

function refuseForeignReturnUrl(returnUrl: string | null, allowedOrigins: readonly string[]): void {
  if (returnUrl === null) return;
  const url = URL.parse(returnUrl);
  // A backslash or a user before the host: others might read another host out of it than we do.
  const plain = url?.username === '' && url.password === '' && !/[\\\s]/.test(returnUrl);
  if (!plain || !allowedOrigins.includes(url.origin)) throw new Problem('return_url_not_allowed');
}
