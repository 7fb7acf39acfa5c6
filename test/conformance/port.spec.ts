import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from '@jest/globals';
import { ProviderCatalog } from '../../src/providers/catalog.js';
import { sandboxes } from '../../src/sandbox/catalog.js';
import { notOffered } from './port/check.js';
import { playedChecks, portChecks } from './port/checks.js';
import { openStandIn } from './port/stand-in.js';
import { closeContexts, type VendorUnderTest } from './port/vendor-under-test.js';
import { vendors } from './vendors.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

const underTest = await Promise.all(
  vendors.map(async (vendor) => {
    const standIn = await openStandIn(vendor);
    return { ...vendor, account: standIn.sandbox.account, standIn };
  }),
);
afterAll(async () => {
  await Promise.all([closeContexts(), ...underTest.map(({ standIn }) => standIn.close())]);
});

it('every adapter of the catalog has a stand-in, and every stand-in an adapter', () => {
  expect(Object.keys(sandboxes).sort()).toEqual([...new ProviderCatalog().ids].sort());
});

describe.each(underTest.map((vendor) => ({ id: vendor.provider.definition.id, vendor })))(
  '$id:',
  ({ id, vendor }) => {
    it('its folder has its name, and its stand-in too; the operator has a README', () => {
      expect(vendor.folder.split('/').at(-1)).toBe(id);
      expect(vendor.standIn.sandbox.vendor).toBe(id);
      expect(existsSync(`${root}/${vendor.folder}/README.md`)).toBe(true);
    });

    for (const check of [...portChecks, ...playedChecks]) {
      const excuse = notOffered(vendor, check);
      if (excuse === null) it(check.name, () => check.run(vendor));
      else it.skip(`${excuse} – ${check.name}`, () => undefined);
    }
  },
);

it('what was left out is said', () => {
  const left = underTest.map((vendor: VendorUnderTest) => {
    const excuses = [...portChecks, ...playedChecks].map((check) => notOffered(vendor, check));
    const said = [...new Set(excuses.filter((excuse) => excuse !== null))].join(', ');
    return `${vendor.provider.definition.id}: ${said === '' ? 'nothing left out' : said}`;
  });
  process.stdout.write(`${left.join('\n')}\n`);
  expect(left).toHaveLength(vendors.length);
});
