import { describe, expect, it } from '@jest/globals';
import { alpha3 } from './countries.js';

describe('alpha3', () => {
  it.each([
    ['ARE', 'ARE'],
    ['are', 'ARE'],
    ['AE', 'ARE'],
    ['D', 'DEU'],
    ['D<<', 'DEU'],
    ['GBN', 'GBR'],
    ['XXA', null],
    ['UNO', null],
    ['784', null],
    ['Emirates', null],
    ['constructor', null],
    ['', null],
    [null, null],
    [undefined, null],
  ])('reads %j as %j', (value, expected) => {
    expect(alpha3(value)).toBe(expected);
  });
});
