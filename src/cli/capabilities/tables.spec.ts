import { expect, it } from '@jest/globals';
import { ProviderCatalog } from '../../providers/catalog.js';
import { capabilityPage, vendorSummary } from './tables.js';

const vendors = new ProviderCatalog().all.map((provider) => ({
  provider,
  plays: ['approved', 'review', 'abandoned'] as const,
}));

it('every vendor of the catalog has a row in the README and a column on the page', () => {
  for (const { provider } of vendors) {
    const { id } = provider.definition;
    expect(vendorSummary(vendors)).toContain(`| [${id}](docs/providers/${id}.md) |`);
    expect(capabilityPage(vendors)).toContain(`[${id}](providers/${id}.md)`);
  }
});

it('says what is there by the methods that are there, and ends by the words of the session', () => {
  const [vendor] = vendors;
  if (!vendor) throw new Error('the catalog is empty');
  const { erase: _, ...provider } = vendor.provider;
  expect(capabilityPage([{ ...vendor, provider }])).toContain('| erases on request | no |');
  expect(vendorSummary([vendor])).toMatch(/\| `approved` `in_review` \|$/);
});
