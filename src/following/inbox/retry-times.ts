import { addSeconds } from '../../sessions/domain/timing.js';

/** After the first attempt, the second and so on: eight attempts within about an hour. */
const pausesInSeconds = [5, 15, 45, 135, 405, 1_200, 1_800] as const;
/** A callback may overtake the answer to the call that made its session. */
const unmatchedAfterSeconds = 600;

/** When to try again after so many attempts, not before `earliestMs` from now; null: no more. Up to a tenth later, so that what failed together is not repeated together. */
export function nextAttempt(attempts: number, now: Date, earliestMs = 0): Date | null {
  const seconds = pausesInSeconds[attempts - 1];
  if (seconds === undefined) return null;
  return addSeconds(now, Math.max(seconds, earliestMs / 1000) * (1 + Math.random() / 10));
}

/** Whether the session of a callback received then may still come. */
export function mayStillMatch(receivedAt: Date, now: Date): boolean {
  return now < addSeconds(receivedAt, unmatchedAfterSeconds);
}
