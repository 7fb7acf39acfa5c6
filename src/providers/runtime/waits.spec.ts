import { describe, expect, it } from '@jest/globals';
import { Waits } from './waits.js';

describe('a vendor that asks to be left alone', () => {
  it('is left alone by the operation for the whole time, by others for a minute of it', () => {
    const waits = new Waits();
    waits.asked('session.create', 3_600_000, 0);
    expect(waits.leftMs('session.create', 1_000)).toBe(3_599_000);
    expect(waits.leftMs('info.get', 1_000)).toBe(59_000);
    expect(waits.leftMs('info.get', 60_000)).toBe(0);
    expect(waits.over(3_599_999)).toBe(false);
    expect(waits.over(3_600_000)).toBe(true);
  });

  it('is not asked sooner because of a shorter wait that was asked for later', () => {
    const waits = new Waits();
    waits.asked('a', 30_000, 0);
    waits.asked('a', 1_000, 0);
    expect([waits.leftMs('a', 0), waits.leftMs('b', 0)]).toEqual([30_000, 30_000]);
  });
});
