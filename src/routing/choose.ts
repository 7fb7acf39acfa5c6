import { createHash } from 'node:crypto';
import { isInMaintenance, type AccountSummary } from '../tenants/provider-account.js';
import type { Conditions, Destination, Policy } from './policy.js';

/** What a session is routed by. */
export interface RoutingFacts {
  readonly refId: string;
  readonly flow: string;
  readonly country: string | null;
  readonly documentType: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  /** The app's own choice, which comes before the policy. */
  readonly pin: string | null;
  /** Providers that the session has been at, when another one is looked for: routing does not lead back there. */
  readonly left?: ReadonlySet<string>;
}

export interface Candidate {
  readonly provider: string;
  readonly accountId: string | null;
  readonly verdict: CandidateVerdict;
}

/**
 * Why a provider may be tried, or why not: there is no account of the session's mode, it is disabled, in
 * maintenance, has failed too often of late, cannot verify what the flow asks for, or the session has left it.
 */
export const candidateVerdicts = [
  'usable',
  'no_account',
  'disabled',
  'in_maintenance',
  'breaker_open',
  'incapable',
  'left',
] as const;
export type CandidateVerdict = (typeof candidateVerdicts)[number];

/** All that a choice depends on besides the session itself. */
export interface Situation {
  /** Null: nobody has chosen. */
  readonly policy: VersionedPolicy | null;
  /** Of the session's mode, oldest first. */
  readonly accounts: readonly AccountSummary[];
  /** Whether the provider can verify what the session's flow asks for. */
  readonly isCapable: (provider: string) => boolean;
  /** Whether the account's vendor is left alone for a while, for it has failed too often. */
  readonly isResting: (accountId: string) => boolean;
  readonly now: Date;
}

/** The explanation that stays with the session. */
export interface Choice {
  readonly policyVersion: number | null;
  readonly rule: string | null;
  readonly pinned: boolean;
  readonly candidates: readonly Candidate[];
}

export interface VersionedPolicy {
  readonly version: number;
  readonly policy: Policy;
}

/** Pure: the same facts in the same situation always give the same choice. */
export function choose(facts: RoutingFacts, situation: Situation): Choice {
  const { policy: current, accounts } = situation;
  const policyVersion = current?.version ?? null;
  if (facts.pin !== null) {
    const only = candidate(facts.pin, situation);
    return { policyVersion, rule: null, pinned: true, candidates: [only] };
  }
  const left = facts.left ?? new Set();
  const judged = (providers: readonly string[]) =>
    providers.map((provider): Candidate => {
      const found = candidate(provider, situation);
      return left.has(provider) ? { ...found, verdict: 'left' } : found;
    });
  if (!current) {
    // Nobody has chosen: the oldest account that can serve does.
    const all = judged([...new Set(accounts.map(({ provider }) => provider))]);
    const first = all.find(({ verdict }) => verdict === 'usable');
    return { policyVersion, rule: null, pinned: false, candidates: first ? [first] : all };
  }
  const rule = current.policy.rules.find(({ when }) => fits(when, facts)) ?? null;
  const order = inOrder(rule ?? current.policy.default, facts.refId, left);
  return { policyVersion, rule: rule?.name ?? null, pinned: false, candidates: judged(order) };
}

/** The provider's first account that can serve; when none can, the first one and why. */
function candidate(provider: string, situation: Situation): Candidate {
  const own = situation.accounts.filter((account) => account.provider === provider);
  const judged = own.map((account) => ({
    provider,
    accountId: account.id,
    verdict: judge(account, situation),
  }));
  const none: Candidate = { provider, accountId: null, verdict: 'no_account' };
  return judged.find(({ verdict }) => verdict === 'usable') ?? judged[0] ?? none;
}

function judge(account: AccountSummary, { isCapable, isResting, now }: Situation): CandidateVerdict {
  if (!account.enabled) return 'disabled';
  if (!isCapable(account.provider)) return 'incapable';
  if (isInMaintenance(account, now)) return 'in_maintenance';
  return isResting(account.id) ? 'breaker_open' : 'usable';
}

function fits(when: Conditions, facts: RoutingFacts): boolean {
  const holds = (wanted: readonly string[] | undefined, value: string | null) =>
    wanted === undefined || (value !== null && wanted.includes(value));
  return (
    holds(when.country, facts.country) &&
    holds(when.documentType, facts.documentType) &&
    holds(when.flow, facts.flow) &&
    Object.entries(when.metadata ?? {}).every(([key, value]) => facts.metadata[key] === value)
  );
}

/** The weighted one first, then the fallback; each once. Those that were left are named, and not weighed any more. */
function inOrder({ use, fallback }: Destination, refId: string, left: ReadonlySet<string>): string[] {
  const open = use.filter(({ provider }) => !left.has(provider));
  const total = open.reduce((sum, { weight }) => sum + weight, 0);
  let point = share(refId) * total;
  const first = open.find(({ weight }) => (point -= weight) < 0);
  const behind = use.filter((one) => !open.includes(one));
  const named = [...behind, ...(first ? [first] : [])].map(({ provider }) => provider);
  return [...new Set([...named, ...fallback])];
}

/** Where a person stands between 0 and 1: always at the same point, so that weights are sticky. */
function share(refId: string): number {
  return createHash('sha256').update(refId).digest().readUInt32BE(0) / 2 ** 32;
}
