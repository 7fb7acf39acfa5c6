import { createHash } from 'node:crypto';
import type { AccountSummary } from '../tenants/provider-account.js';
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
}

export interface Candidate {
  readonly provider: string;
  readonly accountId: string | null;
  /** Why it may be tried, or why not. */
  readonly verdict: 'usable' | 'no_account' | 'disabled';
}

/** The explanation that stays with the session. */
export interface Choice {
  readonly policyVersion: number | null;
  readonly rule: string | null;
  readonly pinned: boolean;
  readonly candidates: readonly Candidate[];
}

interface VersionedPolicy {
  readonly version: number;
  readonly policy: Policy;
}

/** Pure: the same facts, policy and accounts always give the same choice. */
export function choose(
  facts: RoutingFacts,
  current: VersionedPolicy | null,
  accounts: readonly AccountSummary[],
): Choice {
  const judge = (provider: string) => candidate(provider, accounts);
  if (facts.pin !== null) {
    return {
      policyVersion: current?.version ?? null,
      rule: null,
      pinned: true,
      candidates: [judge(facts.pin)],
    };
  }
  if (!current) {
    // Nobody has chosen: the oldest enabled account serves.
    const providers = accounts.filter(({ enabled }) => enabled).map(({ provider }) => provider);
    return { policyVersion: null, rule: null, pinned: false, candidates: providers.slice(0, 1).map(judge) };
  }
  const rule = current.policy.rules.find(({ when }) => fits(when, facts)) ?? null;
  const order = inOrder(rule ?? current.policy.default, facts.refId);
  return {
    policyVersion: current.version,
    rule: rule?.name ?? null,
    pinned: false,
    candidates: order.map(judge),
  };
}

function candidate(provider: string, accounts: readonly AccountSummary[]): Candidate {
  const own = accounts.filter((account) => account.provider === provider);
  const usable = own.find(({ enabled }) => enabled);
  if (usable) return { provider, accountId: usable.id, verdict: 'usable' };
  return { provider, accountId: own[0]?.id ?? null, verdict: own.length > 0 ? 'disabled' : 'no_account' };
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

/** The weighted one first, then the fallback; each once. */
function inOrder({ use, fallback }: Destination, refId: string): string[] {
  const total = use.reduce((sum, { weight }) => sum + weight, 0);
  let point = share(refId) * total;
  const first = use.find(({ weight }) => (point -= weight) < 0);
  return [...new Set([...(first ? [first.provider] : []), ...fallback])];
}

/** Where a person stands between 0 and 1: always at the same point, so that weights are sticky. */
function share(refId: string): number {
  return createHash('sha256').update(refId).digest().readUInt32BE(0) / 2 ** 32;
}
