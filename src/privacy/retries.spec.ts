import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isOverdue, waitSeconds } from './retries.js';

const aDay = 86_400;

describe('an erasure in vain', () => {
  it('is tried again after half a minute at first, and at least once a day for ever', () => {
    expect(waitSeconds(1, 0)).toBeGreaterThanOrEqual(30);
    expect(waitSeconds(1, 0)).toBeLessThanOrEqual(33);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), (attempts) => {
        expect(waitSeconds(attempts, 0)).toBeLessThanOrEqual(aDay * 1.1);
      }),
    );
  });

  it('is never tried before the vendor wants it', () => {
    expect(waitSeconds(1, 3_600_000)).toBe(3600);
  });

  it('is shown as failed from the third day on', () => {
    const requested = new Date('2026-03-01T12:00:00Z');
    expect(isOverdue(requested, new Date('2026-03-04T11:59:59Z'))).toBe(false);
    expect(isOverdue(requested, new Date('2026-03-04T12:00:00Z'))).toBe(true);
  });
});
