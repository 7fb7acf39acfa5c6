import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { invalidField, Problem } from '../common/problems/problem.js';
import { ProviderCatalog } from '../providers/catalog.js';
import { ProviderContexts } from '../providers/runtime/provider-contexts.js';
import { capableOf } from '../routing/capable-of.js';
import { choose, type CandidateVerdict, type Choice, type RoutingFacts } from '../routing/choose.js';
import { Routing } from '../routing/routing.js';
import { ProviderAccounts, type StoredAccount } from '../tenants/provider-accounts.js';
import { SessionSetups, type SessionSetup } from '../tenants/session-setup.js';
import type { App } from './wanted-session.js';

/** Whom a session may be started at, and why. */
export interface ChosenProviders extends SessionSetup {
  readonly choice: Choice;
  /** In the order in which they are tried. */
  readonly accounts: readonly [StoredAccount, ...StoredAccount[]];
}

/** Decides by the tenant's present policy. */
@Injectable()
export class ChooseProvider {
  constructor(
    private readonly routing: Routing,
    private readonly setups: SessionSetups,
    private readonly accounts: ProviderAccounts,
    private readonly catalog: ProviderCatalog,
    private readonly contexts: ProviderContexts,
    private readonly clock: Clock,
  ) {}

  /**
   * Everything is read anew, so that what an admin has changed holds for this very session. Throws `flow_unknown`,
   * and when nobody can be tried `no_provider_available` or `capability_unsupported` with the candidates.
   */
  async run(app: App, facts: RoutingFacts): Promise<ChosenProviders> {
    const [setup, accounts, policy] = await Promise.all([
      this.setups.read(app.tenantId, facts.flow),
      this.accounts.forMode(app.tenantId, app.mode),
      this.routing.current(app.tenantId),
    ]);
    const isCapable = capableOf(setup.flow, this.catalog);
    const isResting = (accountId: string) => this.contexts.isResting(accountId);
    const choice = choose(facts, { policy, accounts, isCapable, isResting, now: this.clock.now() });
    const judged = (wanted: CandidateVerdict) =>
      choice.candidates
        .filter(({ verdict }) => verdict === wanted)
        .flatMap(({ accountId }) => accounts.find(({ id }) => id === accountId) ?? []);
    const usable = judged('usable');
    // Nobody else is left: its vendor may be back by now.
    const [first, ...others] = usable.length > 0 ? usable : judged('breaker_open').slice(0, 1);
    if (!first) throw nobodyAvailable(choice, this.catalog);
    return { ...setup, choice, accounts: [first, ...others] };
  }
}

function nobodyAvailable({ pinned, candidates }: Choice, catalog: ProviderCatalog): Problem {
  const [only] = candidates;
  if (pinned && only && !catalog.find(only.provider)) {
    return invalidField('provider', 'unknown_provider', `must be one of ${catalog.ids.join(', ')}`);
  }
  const incapable = candidates.length > 0 && candidates.every(({ verdict }) => verdict === 'incapable');
  return new Problem(incapable ? 'capability_unsupported' : 'no_provider_available', undefined, {
    members: { candidates: candidates.map(({ provider, verdict }) => ({ provider, verdict })) },
  });
}
