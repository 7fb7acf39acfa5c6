import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { likeness } from './name-likeness.js';
import { nameTokens, nameWord } from './name-words.js';

const wordOf = (text: string) => nameTokens(text).map(nameWord)[0] ?? null;

describe('likeness', () => {
  it('is the same in both directions, from 0 to 1, and 1 with itself', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 16 });
    fc.assert(
      fc.property(text, text, (one, other) => {
        const [a, b] = [wordOf(one), wordOf(other)];
        fc.pre(a !== null && b !== null);
        expect(likeness(a, b)).toBe(likeness(b, a));
        expect(likeness(a, b)).toBeGreaterThanOrEqual(0);
        expect(likeness(a, b)).toBeLessThanOrEqual(1);
        expect(likeness(a, a)).toBe(1);
      }),
    );
  });

  it('reads names of any length in moments', () => {
    const long = 'Wolfeschlegel '.repeat(10_000);
    expect(nameTokens(long)).toHaveLength(24);
    expect(nameWord({ text: 'a'.repeat(100_000), script: 'alphabetic' })?.spellings[0]).toHaveLength(64);
  });
});
