import { ProviderCatalog } from '../../src/providers/catalog.js';
import type { AnyProvider } from '../../src/providers/kit/provider.js';
import { sandboxes } from '../../src/sandbox/catalog.js';
import type { Sandbox, SandboxOptions } from '../../src/sandbox/kit/sandbox.js';
import { acme } from '../fixtures/providers/acme/provider.js';
import { startAcmeSandbox } from '../fixtures/sandbox/acme/index.js';

/** A vendor that the suite is run on: its adapter, its stand-in, and where the adapter lives. */
export interface Vendor {
  readonly provider: AnyProvider;
  readonly startSandbox: (options: SandboxOptions) => Promise<Sandbox>;
  readonly folder: string;
}

const inCatalog: readonly Vendor[] = new ProviderCatalog().all.flatMap((provider) => {
  const { id } = provider.definition;
  const startSandbox = sandboxes[id];
  return startSandbox ? [{ provider, startSandbox, folder: `src/providers/${id}` }] : [];
});

/** All of the catalog, and one more that is in no catalog: what the generator makes, with the vendor's own code. */
export const vendors: readonly Vendor[] = [
  ...inCatalog,
  { provider: acme, startSandbox: startAcmeSandbox, folder: 'test/fixtures/providers/acme' },
];
