import { Lane } from './lane.js';

const unusedMs = 10 * 60_000;

interface Kept {
  readonly edition: string;
  readonly provider: string;
  readonly lane: Lane;
}

export interface BreakerState {
  readonly provider: string;
  readonly account: string;
  readonly broken: boolean;
}

/** The lanes of all accounts in use. */
export class Lanes {
  private readonly kept = new Map<string, Kept>();

  /** `edition` changes with the account's settings and credentials: what was wrong with the old ones is not held against the new. */
  of(account: string, edition: string, provider: string): Lane {
    const present = this.kept.get(account);
    if (present?.edition === edition) return present.lane;
    this.forgetUnused();
    const lane = new Lane();
    this.kept.set(account, { edition, provider, lane });
    return lane;
  }

  breakers(): BreakerState[] {
    this.forgetUnused();
    return [...this.kept].map(([account, { provider, lane }]) => ({
      provider,
      account,
      broken: lane.broken,
    }));
  }

  private forgetUnused(): void {
    for (const [account, { lane }] of this.kept) if (lane.idleFor(unusedMs)) this.kept.delete(account);
  }
}
