import type { ObservedCall } from '../providers/runtime/provider-http.js';

/** Tries of a call to a vendor for a session: that they were made and how they went, and nothing of what was said. */
export interface Exchange extends ObservedCall {
  readonly provider: string;
  readonly accountId: string;
  /** More than one: so many in the time from `firstAt` to `at` that went alike, and `ms` is the slowest's. */
  readonly times: number;
  readonly firstAt: Date;
  /** When it had ended. */
  readonly at: Date;
}
