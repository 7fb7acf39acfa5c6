import { setTimeout as delay } from 'node:timers/promises';

const lookEveryMs = 50;

/** Looks until what it sees fits, and gives that back. Rejects with what was seen last. */
export async function eventually<T>(
  look: () => Promise<T>,
  fits: (seen: T) => boolean,
  withinMs = 30_000,
): Promise<T> {
  const until = performance.now() + withinMs;
  for (;;) {
    const seen = await look();
    if (fits(seen)) return seen;
    if (performance.now() > until)
      throw new Error(`not within ${withinMs} ms; seen last: ${JSON.stringify(seen)}`);
    await delay(lookEveryMs);
  }
}
