import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { nextAttempt } from './retry-times.js';

const now = new Date('2026-01-31T12:00:00.000Z');
const secondsTo = (at: Date | null): number => ((at?.getTime() ?? NaN) - now.getTime()) / 1000;

describe('the attempts at a callback', () => {
  it('are eight, ever further apart, within about an hour', () => {
    const pauses = Array.from({ length: 7 }, (_, index) => secondsTo(nextAttempt(index + 1, now)));
    expect(pauses).toEqual(pauses.toSorted((a, b) => a - b));
    const total = pauses.reduce((sum, pause) => sum + pause, 0);
    expect(total).toBeGreaterThan(3_000);
    expect(total).toBeLessThan(4_500);
    expect(nextAttempt(8, now)).toBeNull();
  });

  it('are never earlier than the vendor asks for', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 0, max: 86_400_000 }),
        (attempt, wait) => {
          expect(secondsTo(nextAttempt(attempt, now, wait)) * 1000).toBeGreaterThanOrEqual(Math.floor(wait));
        },
      ),
    );
  });
});
