import { afterAll, describe, expect, it } from '@jest/globals';
import { ProviderCatalog } from '../../src/providers/catalog.js';
import { notOffered, type PortCheck } from '../conformance/port/check.js';
import { portChecks } from '../conformance/port/checks.js';
import { closeContexts, type VendorUnderTest } from '../conformance/port/vendor-under-test.js';
import { liveAccountOf } from './accounts.js';
import { discreetly } from './discreetly.js';
import { unbegunChecks } from './unbegun-checks.js';

const checks: readonly PortCheck[] = [...portChecks, ...unbegunChecks];
const patienceMs = 60_000;

const vendors = new ProviderCatalog().all.map((provider) => ({
  id: provider.definition.id,
  provider,
  found: liveAccountOf(provider),
}));

afterAll(closeContexts);

for (const { id, provider, found } of vendors) {
  describe(`${id}, at its own test system:`, () => {
    if ('missing' in found) {
      it.skip(found.missing, () => undefined);
      return;
    }
    if ('wrong' in found) {
      it('has an account', () => {
        throw new Error(found.wrong);
      });
      return;
    }
    const vendor: VendorUnderTest = { provider, account: found.account, standIn: null };
    for (const check of checks) {
      const excuse = notOffered(vendor, check);
      if (excuse === null)
        it(check.name, () => discreetly(found.account, () => check.run(vendor)), patienceMs);
      else it.skip(`${excuse} – ${check.name}`, () => undefined);
    }
  });
}

it('what was left out is said', () => {
  const told = vendors.map(({ id, provider, found }) => {
    if ('missing' in found) return `${id}: skipped, for ${found.missing}`;
    if ('wrong' in found) return `${id}: not checked, for ${found.wrong}`;
    const excuses = checks.map((check) => notOffered({ provider, standIn: null }, check));
    const left = [...new Set(excuses.filter((excuse) => excuse !== null))].join(', ');
    return `${id}: checked; left out what takes a person${left === '' ? '' : `, and ${left}`}`;
  });
  process.stdout.write(`${told.join('\n')}\n`);
  expect(told).toHaveLength(vendors.length);
});
