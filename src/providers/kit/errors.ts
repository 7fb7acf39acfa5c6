/**
 * The few meanings into which every vendor failure folds.
 *
 * - `rejected`     our request is wrong; repeating it will not help
 * - `unauthorized` the account's credentials are refused
 * - `not_ready`    there is no result yet
 * - `not_found`    the vendor does not know the session
 * - `throttled`    too many calls; `retryAfterMs` when the vendor says how long
 * - `unavailable`  not done; may be tried again
 * - `ambiguous`    may or may not have been done: check before repeating
 * - `malformed`    the vendor broke its own protocol
 * - `untrusted`    the result's proof is wrong; it must not decide anything
 */
export type ProviderFailure =
  | 'rejected'
  | 'unauthorized'
  | 'not_ready'
  | 'not_found'
  | 'throttled'
  | 'unavailable'
  | 'ambiguous'
  | 'malformed'
  | 'untrusted';

export interface ProviderErrorDetails {
  /** The call that failed, e.g. `session.create`. */
  readonly operation: string;
  /** HTTP status, where there was one. */
  readonly status?: number;
  /** A word of ours for the exact cause, e.g. `wrong_audience`, `timeout`. Never vendor text. */
  readonly cause?: string;
  readonly retryAfterMs?: number;
}

/** The cause of the `malformed` that ends an answer past its limit. */
export const answerTooLarge = 'answer too large';

/** The only thing an adapter throws. Its message holds no vendor text, no secret and nothing personal. */
export class ProviderError extends Error {
  override readonly name = 'ProviderError';

  constructor(
    readonly failure: ProviderFailure,
    readonly details: ProviderErrorDetails,
  ) {
    const status = details.status === undefined ? '' : ` (HTTP ${details.status})`;
    super(`${details.operation}: ${details.cause ?? failure}${status}`);
  }
}

/** How many milliseconds the vendor asks to be left alone; 0 when it asks for nothing. */
export function askedWaitMs(error: unknown): number {
  return error instanceof ProviderError ? (error.details.retryAfterMs ?? 0) : 0;
}
