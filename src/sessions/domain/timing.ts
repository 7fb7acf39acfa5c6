import type { Session } from './session.js';

/** How long a status may last before the session ends by itself, where it is not the session's own expiry. */
const processingHours = 24;
const reviewDays = 30;

/** The person has done their part; now only the vendor can be late. */
export function processingDeadline(session: Session, at: Date): Date {
  return latest(session.expiresAt, addSeconds(at, processingHours * 3600));
}

export function reviewDeadline(session: Session, at: Date): Date {
  return latest(session.expiresAt, addSeconds(at, reviewDays * 86_400));
}

/** All in seconds but the growth, which is a factor. */
export interface Pace {
  readonly first: number;
  readonly slowest: number;
  readonly growth: number;
}

/**
 * When to ask the vendor again: the first interval, grown with every check that brought nothing, up
 * to the slowest; and up to a tenth later, so that sessions made together are not asked together.
 */
export function nextCheck(at: Date, idleChecks: number, { first, slowest, growth }: Pace): Date {
  const seconds = Math.min(first * growth ** Math.min(idleChecks, 100), Math.max(first, slowest));
  return addSeconds(at, seconds * (1 + Math.random() / 10));
}

export function addSeconds(at: Date, seconds: number): Date {
  return new Date(at.getTime() + seconds * 1000);
}

function latest(a: Date, b: Date): Date {
  return a > b ? a : b;
}
