import { ProviderError } from '../kit/errors.js';

/** Why the proof of a result is refused. */
export type RefusalCause =
  | 'unreadable'
  | 'wrong_algorithm'
  | 'unknown_key'
  | 'unusable_key'
  | 'bad_signature'
  | 'wrong_issuer'
  | 'wrong_audience'
  | 'wrong_session'
  | 'no_expiry'
  | 'expired'
  | 'encrypted_without_key'
  | 'decryption_failed';

export function refusal(cause: RefusalCause): ProviderError {
  return new ProviderError('untrusted', { operation: 'result.verify', cause });
}
