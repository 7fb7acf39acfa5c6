import { describe, expect, it } from '@jest/globals';
import { mark, ProvenCredentials } from './proven-credentials.js';

const at = (seconds: number) => new Date(seconds * 1000);

describe('credentials that have proven good', () => {
  it('are good for ten minutes from the last time', () => {
    const proven = new ProvenCredentials();
    proven.add('a', at(0));
    proven.add('a', at(300));
    expect([proven.has('a', at(899)), proven.has('a', at(900))]).toEqual([true, false]);
    expect(proven.has('b', at(300))).toBe(false);
  });

  it('are good where they came from, and nowhere else', () => {
    expect(mark('192.0.2.1', 'key')).not.toBe(mark('192.0.2.2', 'key'));
    expect(mark('192.0.2.1', 'key')).not.toContain('key');
  });

  it('are at most ten thousand: the one unused longest makes way', () => {
    const proven = new ProvenCredentials();
    for (let index = 0; index < 10_000; index += 1) proven.add(`${index}`, at(0));
    proven.add('0', at(1));
    proven.add('one more', at(2));
    expect(['0', '1', '2', 'one more'].map((each) => proven.has(each, at(3)))).toEqual([
      true,
      false,
      true,
      true,
    ]);
  });
});
