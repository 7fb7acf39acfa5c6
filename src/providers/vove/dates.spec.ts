import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dateOf, isUnreadable } from './dates.js';

const day = fc.date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });

describe('a vove date', () => {
  it('is read in either of its two writings', () => {
    fc.assert(
      fc.property(day, (date) => {
        const iso = date.toISOString().slice(0, 10);
        expect(dateOf(iso)).toBe(iso);
        expect(dateOf(date.toISOString())).toBe(iso);
        expect(dateOf(iso.split('-').reverse().join('/'))).toBe(iso);
      }),
    );
  });

  it('is never read month first', () => {
    fc.assert(
      fc.property(day, (date) => {
        const [year, month, dayOfMonth] = date.toISOString().slice(0, 10).split('-');
        const read = dateOf(`${month}/${dayOfMonth}/${year}`);
        expect(read).toBe(Number(dayOfMonth) > 12 ? null : `${year}-${dayOfMonth}-${month}`);
      }),
    );
  });

  it.each([
    '31/02/1990',
    '29/02/2023',
    '04/05/90',
    '1990-02-30',
    '1990/05/17',
    '17.05.1990',
    '17 May 1990',
    '0',
  ])('%s is none, and says so', (text) => {
    expect(dateOf(text)).toBeNull();
    expect(isUnreadable(text)).toBe(true);
  });

  it.each([undefined, null, '', ' '])('%j is simply not there', (value) => {
    expect([dateOf(value), isUnreadable(value)]).toEqual([null, false]);
  });

  it('is a day of the calendar or nothing, whatever is sent', () => {
    const near = fc.stringMatching(/^[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}$/);
    fc.assert(
      fc.property(fc.oneof(near, fc.anything()), (value) => {
        const read = dateOf(value);
        if (read !== null) expect(new Date(`${read}T00:00:00Z`).toISOString().slice(0, 10)).toBe(read);
      }),
    );
  });
});
