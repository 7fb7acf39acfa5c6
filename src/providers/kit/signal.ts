import type { StepName } from './vocabulary.js';

/**
 * One thing that a vendor tells about a session. `vendorStatus` is the vendor's own word; words that
 * an adapter does not know become `unknown` and change nothing.
 */
export type ProviderSignal =
  | {
      readonly kind: 'status';
      readonly status: 'pending' | 'in_progress' | 'processing' | 'expired' | 'cancelled';
      readonly vendorStatus: string;
    }
  | { readonly kind: 'step'; readonly step: StepName }
  /** The vendor has a result or a verdict: collect it now. */
  | { readonly kind: 'concluded'; readonly vendorStatus: string }
  | { readonly kind: 'unknown'; readonly vendorStatus: string };
