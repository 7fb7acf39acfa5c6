import { ProviderError } from '../kit/errors.js';
import type { ProviderSessionRef } from '../kit/start.js';
import { readUser, type Context } from './client.js';
import type { User } from './wire.js';

/** By how much the vendor's clock may be behind ours. Only trusted where the session's own id agrees. */
const clockDifferenceMs = 60_000;

/**
 * Whether what the vendor says about the person is about this session. The vendor answers by refId,
 * which names the person: an older session's verdict would otherwise decide a new session.
 */
export function isAbout(user: User, ref: ProviderSessionRef): boolean {
  if (user.refId != null && user.refId !== ref.request.refId) {
    throw new ProviderError('malformed', { operation: 'user.read', cause: 'other refId' });
  }
  const updatedAt = instantMs(user.updatedAt);
  const startedAt = ref.startedAt.getTime();
  if (!user.sessionId || ref.vendorSessionId === null) return updatedAt !== null && updatedAt >= startedAt;
  if (user.sessionId !== ref.vendorSessionId) return false;
  return updatedAt === null || updatedAt >= startedAt - clockDifferenceMs;
}

/** What the vendor says of the person, if it is about this session. */
export async function readOwn(ctx: Context, ref: ProviderSessionRef): Promise<User | null> {
  const user = await readUser(ctx, ref.request.refId);
  return user !== null && isAbout(user, ref) ? user : null;
}

/** An ISO time, in UTC where it names no zone; anything else is no time to rely on. */
function instantMs(value: unknown): number | null {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(value)) return null;
  const zoned = /(Z|[+-]\d{2}:?\d{2})$/i.test(value) ? value : `${value}Z`;
  const ms = Date.parse(zoned);
  return Number.isNaN(ms) ? null : ms;
}
