import type { Mode } from '../access/api-key.js';
import { noFigures, type Figures, type Period } from '../sessions/session-figures.js';
import { isUnderWay, type AccountView } from '../tenants/provider-account.js';

/** How each provider of a tenant does. */
export interface Overview extends Period {
  readonly providers: readonly ProviderOverview[];
}

interface ProviderOverview extends Figures {
  readonly provider: string;
  readonly accounts: readonly AccountState[];
}

interface AccountState {
  readonly id: string;
  readonly name: string;
  readonly mode: Mode;
  readonly enabled: boolean;
  /** As this process sees it. Open: new sessions are led past it. */
  readonly breaker: 'closed' | 'open';
  readonly inMaintenance: boolean;
}

/** What is true now, beside what was counted. */
export interface Present {
  readonly now: Date;
  readonly accounts: readonly AccountView[];
  readonly isResting: (accountId: string) => boolean;
}

/** Every provider that has an account or had a session, by name. */
export function overviewOf(
  period: Period,
  figures: ReadonlyMap<string, Figures>,
  present: Present,
): Overview {
  const named = [...figures.keys(), ...present.accounts.map(({ provider }) => provider)];
  const providers = [...new Set(named)].sort().map((provider) => ({
    provider,
    ...(figures.get(provider) ?? noFigures),
    accounts: present.accounts
      .filter((account) => account.provider === provider)
      .map((account) => stateOf(account, present)),
  }));
  return { ...period, providers };
}

function stateOf(
  { id, name, mode, enabled, maintenance }: AccountView,
  { isResting, now }: Present,
): AccountState {
  const inMaintenance = maintenance !== null && isUnderWay(maintenance, now);
  return { id, name, mode, enabled, breaker: isResting(id) ? 'open' : 'closed', inMaintenance };
}
