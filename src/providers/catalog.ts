import { innovatrics } from './innovatrics/provider.js';
import type { AnyProvider } from './kit/provider.js';
import { uqudo } from './uqudo/provider.js';
import { vove } from './vove/provider.js';

/** The one list of vendors. Ids, schemas, documentation and contract tests derive from it. */
const providers: readonly AnyProvider[] = [uqudo, innovatrics, vove];

/** Injectable, so that tests can add a vendor. */
export class ProviderCatalog {
  private readonly byId: ReadonlyMap<string, AnyProvider>;

  constructor(readonly all: readonly AnyProvider[] = providers) {
    this.byId = new Map(all.map((provider) => [provider.definition.id, provider]));
  }

  get ids(): readonly string[] {
    return [...this.byId.keys()];
  }

  find(id: string): AnyProvider | undefined {
    return this.byId.get(id);
  }

  /** For ids that the database vouches for. */
  get(id: string): AnyProvider {
    const provider = this.byId.get(id);
    if (!provider) throw new Error(`no adapter for provider ${id}`);
    return provider;
  }
}
