import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dayMonthYear, isoDate, mrzDate } from './dates.js';

const now = new Date('2026-03-01T12:00:00Z');

describe('isoDate', () => {
  it.each([
    ['1991-02-28', '1991-02-28'],
    [' 2024-02-29T23:30:00.000+04:00 ', '2024-02-29'],
    ['2024-02-29T00:00:00Z', '2024-02-29'],
    ['2024-02-29 10:00:00', '2024-02-29'],
    ['2023-02-29', null],
    ['2023-13-01', null],
    ['0000-01-01', null],
    ['28/02/1991', null],
    ['910228', null],
    ['', null],
    [null, null],
    [undefined, null],
  ])('reads %j as %j', (value, expected) => {
    expect(isoDate(value)).toBe(expected);
  });

  it('gives back every date it is given', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
        (date) => {
          expect(isoDate(date.toISOString())).toBe(date.toISOString().slice(0, 10));
        },
      ),
    );
  });
});

describe('dayMonthYear', () => {
  it.each([
    ['03/11/1990', '1990-11-03'],
    ['3/1/1990', '1990-01-03'],
    ['11/13/1990', null],
    ['31/04/1990', null],
    ['1990-11-03', null],
    [null, null],
  ])('reads %j as %j', (value, expected) => {
    expect(dayMonthYear(value)).toBe(expected);
  });
});

describe('mrzDate', () => {
  it.each([
    ['910228', 'birth', '1991-02-28'],
    ['260228', 'birth', '2026-02-28'],
    ['260302', 'birth', '1926-03-02'],
    ['310228', 'expiry', '2031-02-28'],
    ['750101', 'expiry', '2075-01-01'],
    ['770101', 'expiry', '1977-01-01'],
    ['000229', 'birth', '2000-02-29'],
    ['310231', 'expiry', null],
    ['91<<<<', 'birth', null],
    ['', 'birth', null],
  ] as const)('reads %j as a %s date %j', (value, kind, expected) => {
    expect(mrzDate(value, kind, now)).toBe(expected);
  });

  it('never puts a birth into the future', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{6}$/), (text) => {
        expect((mrzDate(text, 'birth', now) ?? '') <= '2026-03-01').toBe(true);
      }),
    );
  });
});
