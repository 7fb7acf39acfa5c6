/** Longer than this no one operation keeps all others of its account waiting. */
const longestForAllMs = 60_000;

/**
 * How long the vendor has asked an account to be left alone. Whether a limit is one of the account or of one
 * operation is not said with it, so it is taken for both: the operation keeps still for the whole time, all
 * others for a minute of it at most, lest an hour's limit on one hold up the results of all.
 */
export class Waits {
  private readonly until = new Map<string, number>();
  private allUntil = 0;

  asked(operation: string, ms: number, now: number): void {
    this.until.set(operation, Math.max(this.until.get(operation) ?? 0, now + ms));
    this.allUntil = Math.max(this.allUntil, now + Math.min(ms, longestForAllMs));
  }

  /** 0: it may be called. */
  leftMs(operation: string, now: number): number {
    return Math.max(this.allUntil - now, (this.until.get(operation) ?? 0) - now, 0);
  }

  over(now: number): boolean {
    return [...this.until.values()].every((until) => until <= now);
  }
}
