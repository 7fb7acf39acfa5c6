import type { AnyProvider } from '../providers/kit/provider.js';
import type { Started } from '../providers/kit/start.js';
import { checkAfter } from './check-times.js';
import type { Opened } from './domain/lifecycle.js';

/** What the vendor's answer to a start, or to a renewal, makes of a session. */
export function openedBy(
  provider: AnyProvider,
  settings: unknown,
  { vendorSessionId, handoff }: Started,
  at: Date,
): Opened {
  return {
    vendorSessionId,
    handoffExpiresAt: handoff.expiresAt,
    streaming: provider.follow !== undefined,
    nextCheckAt: checkAfter(provider, settings, { status: 'pending', idleChecks: 0, refusals: 0 }, at),
  };
}
