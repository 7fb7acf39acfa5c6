const firstSeconds = 30;
const slowestSeconds = 24 * 3600;
const failedAfterDays = 3;

/**
 * How many seconds to wait after the `attempts`-th try in vain: from half a minute, doubling to a day, and up
 * to a tenth more so that what failed together is not tried together. Never less than the vendor asks for.
 */
export function waitSeconds(attempts: number, askedMs: number): number {
  const doubled = Math.min(firstSeconds * 2 ** Math.min(attempts - 1, 20), slowestSeconds);
  return Math.max(doubled * (1 + Math.random() / 10), askedMs / 1000);
}

/** From here on a receipt says that the vendor could not be told. It is still tried, once a day. */
export function isOverdue(requestedAt: Date, now: Date): boolean {
  return now.getTime() - requestedAt.getTime() >= failedAfterDays * 86_400_000;
}
