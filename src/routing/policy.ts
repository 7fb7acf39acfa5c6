/** Who verifies whom. The first rule that fits decides; without one, the default. */
export interface Policy {
  readonly rules: readonly Rule[];
  readonly default: Destination;
}

export interface Rule extends Destination {
  readonly name: string;
  readonly when: Conditions;
}

/** Every condition given must hold; within one, any of its values. */
export interface Conditions {
  readonly country?: readonly string[];
  readonly documentType?: readonly string[];
  readonly flow?: readonly string[];
  readonly metadata?: Readonly<Record<string, string>>;
}

export interface Destination {
  readonly use: readonly { readonly provider: string; readonly weight: number }[];
  /** Tried in this order when the chosen one cannot start the session. */
  readonly fallback: readonly string[];
}

/** Every provider that a policy names, with the place where it does. */
export function providersIn(policy: Policy): { path: string; provider: string }[] {
  const named = (at: string, { use, fallback }: Destination) => [
    ...use.map(({ provider }, index) => ({ path: `${at}.use.${index}.provider`, provider })),
    ...fallback.map((provider, index) => ({ path: `${at}.fallback.${index}`, provider })),
  ];
  return [
    ...policy.rules.flatMap((rule, index) => named(`rules.${index}`, rule)),
    ...named('default', policy.default),
  ];
}

/** The one-field switch as a policy. */
export function everythingTo(provider: string): Policy {
  return { rules: [], default: { use: [{ provider, weight: 100 }], fallback: [] } };
}
