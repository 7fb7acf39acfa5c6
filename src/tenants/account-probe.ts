import { Injectable } from '@nestjs/common';
import { Log } from '../common/log.js';
import { ProviderCatalog } from '../providers/catalog.js';
import type { AccountMemory } from '../providers/kit/context.js';
import { ProviderError, type ProviderFailure } from '../providers/kit/errors.js';
import { ProviderContexts } from '../providers/runtime/provider-contexts.js';
import { ProviderAccounts } from './provider-accounts.js';

export interface Probed {
  readonly ok: boolean;
  readonly latencyMs: number;
  /** What is wrong, in one of our words and never the vendor's; null when nothing is. */
  readonly detail: ProviderFailure | 'timeout' | null;
}

/** A token that is still remembered would answer for a vendor that is gone. */
const noMemory: AccountMemory = {
  get: async (_key, load) => (await load()).value,
  forget: () => undefined,
};

/** Asks a vendor, on an admin's word, whether it is reached and takes the account's credentials. */
@Injectable()
export class AccountProbe {
  constructor(
    private readonly accounts: ProviderAccounts,
    private readonly contexts: ProviderContexts,
    private readonly catalog: ProviderCatalog,
    private readonly log: Log,
  ) {}

  /** Also for an account that is not enabled yet. Throws `not_found`; what the vendor does is part of the answer. */
  async run(tenantId: string, accountId: string): Promise<Probed> {
    const { provider } = await this.accounts.get(tenantId, accountId);
    const context = this.contexts.for(await this.accounts.open(accountId));
    const began = performance.now();
    const detail = await this.catalog
      .get(provider)
      .probe({ ...context, memory: noMemory })
      .then(
        () => null,
        (error: unknown) => this.wordFor(error),
      );
    return { ok: detail === null, latencyMs: Math.round(performance.now() - began), detail };
  }

  private wordFor(error: unknown): NonNullable<Probed['detail']> {
    if (error instanceof ProviderError) return error.details.cause === 'timeout' ? 'timeout' : error.failure;
    this.log.problem('probing an account failed', error);
    return 'malformed';
  }
}
