import { Injectable } from '@nestjs/common';
import { Log } from '../common/log.js';
import { ProviderCatalog } from '../providers/catalog.js';
import type { ProviderContext } from '../providers/kit/context.js';
import { ProviderError } from '../providers/kit/errors.js';
import type { AnyProvider } from '../providers/kit/provider.js';
import { ProviderAccounts } from '../tenants/provider-accounts.js';
import { ProviderCalls } from '../sessions/provider-calls.js';
import type { AtProvider } from './erasure-receipt.js';
import type { VendorTrace } from './vendor-traces.js';

/** Tells a vendor to forget a session. */
@Injectable()
export class VendorErasure {
  constructor(
    private readonly accounts: ProviderAccounts,
    private readonly calls: ProviderCalls,
    private readonly catalog: ProviderCatalog,
    private readonly log: Log,
  ) {}

  /** Throws as the adapter does when the vendor could not be told. */
  async tell(sessionId: string, trace: VendorTrace): Promise<AtProvider> {
    const provider = this.catalog.get(trace.provider);
    const ctx = this.calls.context(sessionId, await this.accounts.open(trace.accountId));
    if (trace.open && trace.started) await this.giveUp(provider, ctx, trace);
    if (!provider.erase) return 'unsupported';
    try {
      return (await provider.erase(ctx, trace.ref)).outcome;
    } catch (error) {
      if (isNothingThere(error, trace)) return 'confirmed';
      throw error;
    }
  }

  /** Nothing depends on it: what follows takes the session away altogether, where that is possible. */
  private async giveUp(provider: AnyProvider, ctx: ProviderContext, { ref }: VendorTrace): Promise<void> {
    await provider
      .cancel?.(ctx, ref)
      .catch((error: unknown) => this.log.problem('cancelling at the provider failed', error));
  }
}

/** A start that nobody answered may have left nothing that could be named. */
function isNothingThere(error: unknown, { started }: VendorTrace): boolean {
  if (!(error instanceof ProviderError)) return false;
  return error.failure === 'not_found' || (!started && error.failure === 'rejected');
}
