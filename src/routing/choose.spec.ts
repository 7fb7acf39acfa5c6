import { describe, expect, it } from '@jest/globals';
import { choose as chooseIn, type RoutingFacts, type Situation } from './choose.js';
import { everythingTo, type Policy } from './policy.js';

const noMaintenance = { maintenanceFrom: null, maintenanceUntil: null };
const accounts = [
  { id: 'pac_a', provider: 'alpha', enabled: true, ...noMaintenance },
  { id: 'pac_b', provider: 'beta', enabled: true, ...noMaintenance },
  { id: 'pac_c', provider: 'gamma', enabled: false, ...noMaintenance },
];
const facts: RoutingFacts = {
  refId: 'person-1',
  flow: 'default',
  country: null,
  documentType: null,
  metadata: {},
  pin: null,
};
const now = new Date('2026-06-01T12:00:00Z');
const choose = (
  who: RoutingFacts,
  policy: Situation['policy'],
  among: Situation['accounts'],
  isCapable: Situation['isCapable'] = () => true,
  isResting: Situation['isResting'] = () => false,
) => chooseIn(who, { policy, accounts: among, isCapable, isResting, now });
const versioned = (policy: Policy) => ({ version: 3, policy });

describe('choosing a provider', () => {
  it('goes to the switched-to provider, and says by which policy version', () => {
    expect(choose(facts, versioned(everythingTo('beta')), accounts)).toEqual({
      policyVersion: 3,
      rule: null,
      pinned: false,
      candidates: [{ provider: 'beta', accountId: 'pac_b', verdict: 'usable' }],
    });
  });

  it('goes to the oldest enabled account when nobody has chosen', () => {
    expect(choose(facts, null, accounts).candidates).toEqual([
      { provider: 'alpha', accountId: 'pac_a', verdict: 'usable' },
    ]);
  });

  it('puts the pin of the app before the policy', () => {
    const choice = choose({ ...facts, pin: 'alpha' }, versioned(everythingTo('beta')), accounts);
    expect(choice).toMatchObject({ pinned: true, candidates: [{ provider: 'alpha' }] });
  });

  it('says of a disabled and of a missing account that it cannot be used', () => {
    const policy: Policy = {
      rules: [],
      default: { use: [{ provider: 'gamma', weight: 1 }], fallback: ['delta', 'beta'] },
    };
    const verdicts = choose(facts, versioned(policy), accounts).candidates.map(({ provider, verdict }) => [
      provider,
      verdict,
    ]);
    expect(verdicts).toEqual([
      ['gamma', 'disabled'],
      ['delta', 'no_account'],
      ['beta', 'usable'],
    ]);
  });

  it('routes around an account in maintenance from its first moment to its last, and says so', () => {
    const [alpha, beta] = accounts;
    const policy: Policy = {
      rules: [],
      default: { use: [{ provider: 'alpha', weight: 1 }], fallback: ['beta'] },
    };
    const during = (maintenanceFrom: Date, maintenanceUntil: Date) =>
      choose(facts, versioned(policy), [
        { ...alpha!, maintenanceFrom, maintenanceUntil },
        beta!,
      ]).candidates.map(({ verdict }) => verdict);
    const at = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
    expect(during(now, at(1))).toEqual(['in_maintenance', 'usable']);
    expect(during(at(-1), now)).toEqual(['usable', 'usable']);
    expect(during(at(1), at(2))).toEqual(['usable', 'usable']);
  });

  it('never goes to a provider that cannot verify what the flow asks for, pinned or not', () => {
    const onlyBeta = (provider: string) => provider === 'beta';
    const policy = versioned(everythingTo('alpha'));
    expect(choose(facts, policy, accounts, onlyBeta).candidates[0]?.verdict).toBe('incapable');
    expect(choose({ ...facts, pin: 'alpha' }, policy, accounts, onlyBeta).candidates).toEqual([
      { provider: 'alpha', accountId: 'pac_a', verdict: 'incapable' },
    ]);
    expect(choose(facts, null, accounts, onlyBeta).candidates).toEqual([
      { provider: 'beta', accountId: 'pac_b', verdict: 'usable' },
    ]);
  });

  it('goes past an account whose vendor has failed too often, and says so', () => {
    const policy: Policy = {
      rules: [],
      default: { use: [{ provider: 'alpha', weight: 1 }], fallback: ['beta'] },
    };
    const resting = (accountId: string) => accountId === 'pac_a';
    const { candidates } = choose(facts, versioned(policy), accounts, undefined, resting);
    expect(candidates.map(({ verdict }) => verdict)).toEqual(['breaker_open', 'usable']);
  });

  it('takes the first rule whose conditions all hold', () => {
    const policy: Policy = {
      rules: [
        {
          name: 'gulf chips',
          when: { country: ['ARE', 'SAU'], documentType: ['passport'] },
          use: [{ provider: 'beta', weight: 1 }],
          fallback: [],
        },
        {
          name: 'campaign',
          when: { metadata: { campaign: 'spring' } },
          use: [{ provider: 'alpha', weight: 1 }],
          fallback: [],
        },
      ],
      default: { use: [{ provider: 'gamma', weight: 1 }], fallback: [] },
    };
    const rule = (given: Partial<RoutingFacts>) =>
      choose({ ...facts, ...given }, versioned(policy), accounts).rule;
    expect(rule({ country: 'ARE', documentType: 'passport', metadata: { campaign: 'spring' } })).toBe(
      'gulf chips',
    );
    expect(rule({ country: 'ARE', metadata: { campaign: 'spring' } })).toBe('campaign');
    expect(rule({ country: 'ARE' })).toBeNull();
  });

  it('looking for another provider leads back to none that was left, shares out the rest, and says so', () => {
    const weighted = ['alpha', 'beta'].map((provider) => ({ provider, weight: 50 }));
    const policy: Policy = { rules: [], default: { use: weighted, fallback: ['gamma', 'alpha'] } };
    const from = (provider: string, by: Situation['policy']) =>
      choose({ ...facts, left: new Set([provider]) }, by, accounts).candidates.map(
        (candidate) => `${candidate.provider} ${candidate.verdict}`,
      );
    expect(from('alpha', versioned(policy))).toEqual(['alpha left', 'beta usable', 'gamma disabled']);
    expect(from('beta', versioned(policy))).toEqual(['beta left', 'alpha usable', 'gamma disabled']);
    expect(from('beta', versioned(everythingTo('beta')))).toEqual(['beta left']);
    expect(from('alpha', null)).toEqual(['beta usable']);
    // A pin may lead back.
    const pinned = choose({ ...facts, left: new Set(['alpha']), pin: 'alpha' }, null, accounts);
    expect(pinned.candidates[0]?.verdict).toBe('usable');
  });

  it('shares people out by weight within one point, and always sends the same person the same way', () => {
    const policy: Policy = {
      rules: [],
      default: {
        use: [
          { provider: 'alpha', weight: 90 },
          { provider: 'beta', weight: 10 },
        ],
        fallback: [],
      },
    };
    const first = (refId: string) =>
      choose({ ...facts, refId }, versioned(policy), accounts).candidates[0]?.provider;
    const people = Array.from({ length: 10_000 }, (_, index) => `person-${index}`);
    const share = people.filter((person) => first(person) === 'beta').length / people.length;
    expect(Math.abs(share - 0.1)).toBeLessThan(0.01);
    expect(people.every((person) => first(person) === first(person))).toBe(true);
  });
});
