import { describe, expect, it } from '@jest/globals';
import { parse } from 'mrz';
import { cardMrz, checkDigit, passportMrz } from './mrz.js';
import { mrzHolder, paperOf } from './person.js';

const paper = paperOf('PASSPORT', { sessionId: 'a session', expired: false, country: undefined });

describe('machine readable zones of the uqudo sandbox', () => {
  it('have the check digit of ICAO’s own example', () => {
    expect(checkDigit('520727')).toBe(3);
  });

  it.each([
    ['passports', passportMrz(mrzHolder(paper, 'P'), true), [44, 44]],
    ['cards', cardMrz(mrzHolder(paper, 'I'), true), [30, 30, 30]],
  ])('of %s satisfy an independent reader', (_kind, { text }, lengths) => {
    const lines = text.split('\n');
    expect(lines.map(({ length }) => length)).toEqual(lengths);
    expect(parse(lines)).toMatchObject({
      valid: true,
      fields: { lastName: 'TESTPERSON', firstName: 'AMAL', birthDate: '900517' },
    });
  });

  it('fail an independent reader when invalid', () => {
    expect(parse(passportMrz(mrzHolder(paper, 'P'), false).text.split('\n')).valid).toBe(false);
  });
});
