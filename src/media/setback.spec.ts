import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { answerTooLarge, ProviderError, type ProviderFailure } from '../providers/kit/errors.js';
import { PictureRefusedError } from './examination.js';
import { setbackAfter } from './setback.js';

const failed = (failure: ProviderFailure, details: { retryAfterMs?: number; cause?: string } = {}) =>
  new ProviderError(failure, { operation: 'test', ...details });
const half = () => 0.5;

/** Fails in the same way until it is given up: the waits in between, in seconds, and the last cause. */
function lived(error: unknown): { waits: number[]; cause: string } {
  const waits: number[] = [];
  let cause: string | null = null;
  for (let attempts = 1; attempts < 1_000; attempts += 1) {
    const setback = setbackAfter(error, { attempts, cause }, half);
    cause = setback.cause;
    if (setback.againInMs === null) return { waits, cause };
    waits.push(setback.againInMs / 1000);
  }
  throw new Error('never given up');
}

describe('a capture that fails', () => {
  it('is tried quickly at first, then for longer than vendors keep pictures, and not for ever', () => {
    for (const failure of ['unavailable', 'throttled', 'not_ready', 'unauthorized', 'malformed'] as const) {
      const { waits, cause } = lived(failed(failure));
      expect(cause).toBe(failure);
      expect(waits.slice(0, 4)).toEqual([1, 2, 4, 8]);
      expect(waits.reduce((sum, wait) => sum + wait, 0)).toBeGreaterThan(30 * 60);
      expect(Math.max(...waits)).toBeLessThanOrEqual(300);
    }
  });

  it('is given up soon when the vendor says that there is no such picture: it may be late, but not by much', () => {
    expect(lived(failed('not_found'))).toEqual({ waits: [1, 2, 4, 8, 16], cause: 'not_found' });
  });

  it('is tried once more when the bytes are wrong, and then given up', () => {
    for (const reason of ['checksum_mismatch', 'not_an_image'] as const)
      expect(lived(new PictureRefusedError(reason))).toEqual({ waits: [1], cause: reason });
  });

  it('is given up at once when the picture is too large, whoever notices', () => {
    expect(lived(new PictureRefusedError('too_large'))).toEqual({ waits: [], cause: 'too_large' });
    expect(lived(failed('malformed', { cause: answerTooLarge }))).toEqual({ waits: [], cause: 'too_large' });
  });

  it('does not ask again before the vendor wants it', () => {
    const { againInMs } = setbackAfter(failed('throttled', { retryAfterMs: 90_000 }), {
      attempts: 1,
      cause: null,
    });
    expect(againInMs).toBe(90_000);
  });

  it('spreads what failed together, by a quarter to either side', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 15 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (attempts, dice) => {
          const planned = Math.min(2 ** (attempts - 1), 300) * 1000;
          const { againInMs } = setbackAfter(failed('unavailable'), { attempts, cause: null }, () => dice);
          expect(againInMs).toBeGreaterThanOrEqual(Math.floor(planned * 0.75));
          expect(againInMs).toBeLessThanOrEqual(Math.ceil(planned * 1.25));
        },
      ),
    ));

  it('does not tell what went wrong inside', () => {
    expect(setbackAfter(new Error('/secret/path'), { attempts: 1, cause: null }).cause).toBe('internal');
  });
});
