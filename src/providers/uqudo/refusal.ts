import { ProviderError } from '../kit/errors.js';

/** Why the proof of a result or of a webhook is refused. */
export type RefusalCause =
  | 'unreadable'
  | 'wrong_algorithm'
  | 'unknown_key'
  | 'unusable_key'
  | 'bad_signature'
  | 'wrong_issuer'
  | 'wrong_audience'
  | 'wrong_session'
  | 'no_session'
  | 'no_expiry'
  | 'expired'
  | 'encrypted_without_key'
  | 'decryption_failed'
  | 'bad_credentials';

export function refusal(cause: RefusalCause, operation = 'result.verify'): ProviderError {
  return new ProviderError('untrusted', { operation, cause });
}
