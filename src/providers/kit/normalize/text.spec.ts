import { describe, expect, it } from '@jest/globals';
import { sexOf } from './sex.js';
import { textOrNull } from './text.js';

describe('textOrNull', () => {
  it.each([
    [' Noor ', 'Noor'],
    ['', null],
    ['  ', null],
    [7, null],
    [null, null],
    [{}, null],
  ])('reads %j as %j', (value, expected) => {
    expect(textOrNull(value)).toBe(expected);
  });
});

describe('sexOf', () => {
  it.each([
    ['M', 'male'],
    ['MALE', 'male'],
    ['female', 'female'],
    ['X', 'other'],
    ['<', null],
    ['constructor', null],
    [undefined, null],
  ])('reads %j as %j', (value, expected) => {
    expect(sexOf(value)).toBe(expected);
  });
});
