import { forgetOldest } from '../common/forget-oldest.js';

/** How many of a kind stand by themselves. */
const alone = 20;
const mostKinds = 50_000;

interface Kind<T> {
  count: number;
  gathered: T | null;
}

/**
 * Keeps what repeats without end from being told without end: of each kind the first twenty stand by themselves, and
 * all that follow are gathered into one. A vendor may be asked every minute for weeks, and answer the same.
 */
export class Alike<T> {
  /** The one met longest ago first. */
  private readonly kinds = new Map<string, Kind<T>>();

  /** What is to be told now: `one` itself, or all that have been gathered with it. */
  gather(name: string, one: T, together: (former: T, one: T) => T): T {
    const kind = this.kinds.get(name) ?? { count: 0, gathered: null };
    this.kinds.delete(name);
    this.kinds.set(name, kind);
    forgetOldest(this.kinds, mostKinds);
    kind.count += 1;
    if (kind.count <= alone) return one;
    kind.gathered = kind.gathered === null ? one : together(kind.gathered, one);
    return kind.gathered;
  }
}
