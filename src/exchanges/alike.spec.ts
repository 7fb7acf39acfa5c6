import { describe, expect, it } from '@jest/globals';
import { Alike } from './alike.js';

const together = (former: number[], one: number[]) => [...former, ...one];

describe('what goes alike', () => {
  it('stands by itself twenty times, and is gathered into one from then on', () => {
    const alike = new Alike<number[]>();
    const told = Array.from({ length: 25 }, (_, index) => alike.gather('a', [index], together));
    expect(told.slice(0, 21)).toEqual(Array.from({ length: 21 }, (_, index) => [index]));
    expect(told.at(-1)).toEqual([20, 21, 22, 23, 24]);
  });

  it('is gathered by kind', () => {
    const alike = new Alike<number[]>();
    for (let index = 0; index < 21; index += 1) alike.gather('a', [index], together);
    expect(alike.gather('b', [100], together)).toEqual([100]);
    expect(alike.gather('a', [21], together)).toEqual([20, 21]);
  });

  it('is forgotten when 50,000 other kinds have been met since', () => {
    const alike = new Alike<number[]>();
    for (let index = 0; index < 21; index += 1) alike.gather('a', [index], together);
    for (let index = 0; index < 50_000; index += 1) alike.gather(`other ${index}`, [index], together);
    expect(alike.gather('a', [21], together)).toEqual([21]);
  });
});
