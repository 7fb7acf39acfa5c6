import type { Context } from './client.js';

/** Long enough for the tries of some bad minutes to add up, and no longer: a part may be about a person. */
const keptMs = 300_000;

/**
 * The parts of one result, each read once: a try that fails at one of them leaves the others read, so that at a vendor
 * in trouble the tries add up.
 */
export class ResultParts {
  private readonly keys: string[] = [];

  /** @param result names the result; another verdict on the same session is another one */
  constructor(
    private readonly ctx: Context,
    private readonly result: string,
  ) {}

  /** A part that is not there yet, null, is asked for again. */
  once<T>(part: string, read: () => Promise<T | null>): Promise<T | null> {
    const key = `result/${this.result}/${part}`;
    this.keys.push(key);
    return this.ctx.memory.get(key, async () => {
      const value = await read();
      return { value, ttlMs: value === null ? 0 : keptMs };
    });
  }

  forget(): void {
    for (const key of this.keys) this.ctx.memory.forget(key);
  }
}

/** As `Promise.all`, but a failure lets the others come to their end first. */
export async function settledAll<T extends readonly unknown[]>(reading: {
  readonly [I in keyof T]: Promise<T[I]>;
}): Promise<T> {
  await Promise.allSettled(reading);
  return Promise.all(reading);
}
