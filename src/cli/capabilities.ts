import { writeFileSync } from 'node:fs';
import { ProviderCatalog } from '../providers/catalog.js';
import { startSandboxes } from '../sandbox/catalog.js';
import type { Play } from '../sandbox/kit/sandbox.js';
import { capabilityPage, vendorSummary } from './capabilities/tables.js';

/** Writes what the catalog's vendors can do, as Markdown in JSON: `{page, summary}`. */
const sandboxes = await startSandboxes();
const plays = new Map(
  await Promise.all(
    sandboxes.map(async ({ vendor, url }): Promise<[string, readonly Play[]]> => {
      const about = (await (await fetch(`${url}/_sandbox`)).json()) as { plays: Play[] };
      return [vendor, about.plays];
    }),
  ),
);
await Promise.all(sandboxes.map((sandbox) => sandbox.close()));

const vendors = new ProviderCatalog().all.map((provider) => ({
  provider,
  plays: plays.get(provider.definition.id) ?? [],
}));
writeFileSync(
  process.argv[2] ?? 'capabilities.json',
  JSON.stringify({ page: capabilityPage(vendors), summary: vendorSummary(vendors) }),
);
