import type { AccountMemory } from '../kit/context.js';

interface Kept {
  readonly value: Promise<unknown>;
  /** Infinity while it is being loaded. */
  until: number;
}

/** Remembers for all accounts of the process; each account sees its own part. */
export class AccountMemories {
  private readonly kept = new Map<string, Kept>();

  /** `edition` changes with the account's credentials, so that nothing outlives them. */
  of(accountId: string, edition: string): AccountMemory {
    const name = (key: string): string => `${accountId}/${edition}/${key}`;
    return {
      get: (key, load) => this.get(name(key), load),
      forget: (key) => this.kept.delete(name(key)),
    };
  }

  private get<T>(key: string, load: () => Promise<{ value: T; ttlMs: number }>): Promise<T> {
    const now = Date.now();
    const present = this.kept.get(key);
    if (present && present.until > now) return present.value as Promise<T>;
    for (const [other, { until }] of this.kept) if (until <= now) this.kept.delete(other);

    const loading = load();
    const entry: Kept = { value: loading.then(({ value }) => value), until: Number.POSITIVE_INFINITY };
    this.kept.set(key, entry);
    loading.then(
      ({ ttlMs }) => (entry.until = Date.now() + ttlMs),
      () => {
        if (this.kept.get(key) === entry) this.kept.delete(key);
      },
    );
    return entry.value as Promise<T>;
  }
}
