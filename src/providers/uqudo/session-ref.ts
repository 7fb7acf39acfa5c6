import { ProviderError } from '../kit/errors.js';
import type { UqudoSessionRef } from './context.js';

/** uqudo's id of the session; `operation` is the call that needs it. */
export function sessionIdOf({ vendorSessionId }: UqudoSessionRef, operation: string): string {
  if (vendorSessionId !== null) return vendorSessionId;
  throw new ProviderError('rejected', { operation, cause: 'no_vendor_session_id' });
}

export function qrCodeTextOf({ secrets }: UqudoSessionRef, operation: string): string {
  const { qrCodeText } = secrets;
  if (qrCodeText === undefined) throw new ProviderError('rejected', { operation, cause: 'no_qr_code_text' });
  return qrCodeText;
}
