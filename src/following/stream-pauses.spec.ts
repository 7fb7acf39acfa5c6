import { expect, it, jest } from '@jest/globals';
import { StreamPauses } from './stream-pauses.js';

/** The pauses in seconds after so many losses in a row. */
function pausesAfter(losses: number): number[] {
  const pauses = new StreamPauses();
  let now = 0;
  const clock = jest.spyOn(performance, 'now').mockImplementation(() => now);
  const lasted = Array.from({ length: losses }, () => {
    pauses.lost('stream');
    const from = now;
    while (!pauses.over('stream')) now += 100;
    return (now - from) / 1000;
  });
  clock.mockRestore();
  return lasted;
}

it('a stream that is lost at once is opened again after 2 seconds, then ever later, and at last once a minute', () => {
  const lasted = pausesAfter(9);
  const least = [2, 4, 8, 16, 32, 60, 60, 60, 60];
  for (const [index, pause] of lasted.entries()) {
    expect(pause).toBeGreaterThanOrEqual(least[index] ?? 0);
    expect(pause).toBeLessThanOrEqual((least[index] ?? 0) * 1.1 + 0.2);
  }
});

it('a stream that has told something begins anew, and one stream does not hold up another', () => {
  const pauses = new StreamPauses();
  pauses.lost('stream');
  expect([pauses.over('stream'), pauses.over('another')]).toEqual([false, true]);
  pauses.told('stream');
  expect(pauses.over('stream')).toBe(true);
});

it('streams that nobody asks for any more are forgotten', () => {
  const pauses = new StreamPauses();
  pauses.lost('stream');
  pauses.keepOnly(new Set(['another']));
  expect(pauses.over('stream')).toBe(true);
});
