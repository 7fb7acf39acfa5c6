import { vendorWord } from '../../providers/kit/vendor-word.js';
import { tell, type Change } from './change.js';
import type { Session } from './session.js';

/** A word of the vendor on something beside the verification. It is noted, also after the end, and decides nothing. */
export function remark(session: Session, word: string, at: Date): Change {
  const data = { reason: 'provider_remark', vendorStatus: vendorWord(word) };
  return { patch: { updatedAt: at }, drafts: [tell(session, 'session.provider_status_unknown', data)] };
}
