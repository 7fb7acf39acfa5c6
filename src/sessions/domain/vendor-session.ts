import type { Session } from './session.js';

/**
 * Names the vendor session that a session is at. Another turn at a provider is another one, and so is one that a
 * renewal has put in its place; vendors that give their sessions no ids have one a turn.
 */
export function vendorSessionOf({ id, attempt, vendorSessionId }: VendorSession): string {
  return `${id}/${attempt}/${vendorSessionId ?? ''}`;
}

export type VendorSession = Pick<Session, 'id' | 'attempt' | 'vendorSessionId'>;
