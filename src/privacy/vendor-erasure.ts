import { Injectable } from '@nestjs/common';
import { ProviderCatalog } from '../providers/catalog.js';
import { ProviderError } from '../providers/kit/errors.js';
import { ProviderAccounts } from '../tenants/provider-accounts.js';
import { ProviderCalls } from '../sessions/provider-calls.js';
import type { AtProvider } from './erasure-receipt.js';
import type { VendorTrace } from './vendor-traces.js';

type OneTrace = Omit<VendorTrace, 'former'>;
type Told = Extract<AtProvider, 'unsupported' | 'requested' | 'confirmed'>;

/** What is promised least comes first. */
const leastFirst: readonly Told[] = ['unsupported', 'requested', 'confirmed'];

/** Tells the vendors of a session to forget it. */
@Injectable()
export class VendorErasure {
  constructor(
    private readonly accounts: ProviderAccounts,
    private readonly calls: ProviderCalls,
    private readonly catalog: ProviderCatalog,
  ) {}

  /**
   * Tells the present vendor and the former ones; the answer is that of the one who promises least. Throws as the
   * adapter does when one could not be told, after the others have been.
   */
  async tell(sessionId: string, { former, ...present }: VendorTrace): Promise<AtProvider> {
    // Their sessions were given up when the session left.
    const left = former.map((turn) => ({ ...turn, started: true, open: false }));
    const told = await Promise.allSettled([present, ...left].map((trace) => this.tellOne(sessionId, trace)));
    const outcomes = told.map((one) => {
      if (one.status === 'rejected') throw one.reason;
      return one.value;
    });
    return leastFirst.find((outcome) => outcomes.includes(outcome)) ?? 'confirmed';
  }

  private async tellOne(sessionId: string, trace: OneTrace): Promise<Told> {
    const provider = this.catalog.get(trace.provider);
    const ctx = this.calls.context(sessionId, await this.accounts.open(trace.accountId));
    // What follows takes the session away altogether, where that is possible.
    if (trace.open && trace.started) await this.calls.abandon({ provider, ctx, ref: trace.ref });
    if (!provider.erase) return 'unsupported';
    try {
      return (await provider.erase(ctx, trace.ref)).outcome;
    } catch (error) {
      if (isNothingThere(error, trace)) return 'confirmed';
      throw error;
    }
  }
}

/** A start that nobody answered may have left nothing that could be named. */
function isNothingThere(error: unknown, { started }: OneTrace): boolean {
  if (!(error instanceof ProviderError)) return false;
  return error.failure === 'not_found' || (!started && error.failure === 'rejected');
}
