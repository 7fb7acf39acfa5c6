import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readMrz } from './mrz.js';

// The specimen of ICAO 9303: an invented person of the invented state UTO.
const passport = [
  'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
  'L898902C36UTO7408122F1204159ZE184226B<<<<<10',
];
const card = [
  'I<UTOD231458907<<<<<<<<<<<<<<<',
  '7408122F1204159UTO<<<<<<<<<<<6',
  'ERIKSSON<<ANNA<MARIA<<<<<<<<<<',
];

describe('readMrz', () => {
  it('reads a passport', () => {
    expect(readMrz(passport)).toMatchObject({
      valid: true,
      documentNumber: 'L898902C3',
      personalNumber: 'ZE184226B',
      lastName: 'ERIKSSON',
      firstName: 'ANNA MARIA',
      sex: 'female',
      birthDate: '740812',
      expiryDate: '120415',
    });
  });

  it('reads an identity card of three lines, with blanks between', () => {
    expect(readMrz(card.map((line) => `${line.slice(0, 9)} ${line.slice(9)}\r`))).toMatchObject({
      valid: true,
      lines: card,
    });
  });

  it('keeps the codes of real states as alpha-3', () => {
    const german = passport.map((line) => line.replace('UTO', 'D<<'));
    expect(readMrz(german)).toMatchObject({ issuingCountry: 'DEU', nationality: 'DEU' });
  });

  it('takes a person without a first name', () => {
    expect(readMrz(['P<UTOERIKSSON<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<', passport[1]!])).toMatchObject({
      valid: true,
      firstName: null,
    });
  });

  it('sees a changed digit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 13, max: 18 }), fc.integer({ min: 1, max: 9 }), (at, by) => {
        const line = passport[1]!;
        const digit = (Number(line[at]) + by) % 10;
        expect(readMrz([passport[0]!, `${line.slice(0, at)}${digit}${line.slice(at + 1)}`])).toMatchObject({
          valid: false,
        });
      }),
    );
  });

  it('does not take a cut-off zone for a valid one', () => {
    expect(readMrz([passport[0]!, passport[1]!.slice(0, 20)])).toBeNull();
  });

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string(), fc.constantFrom(...passport, ...card))),
        (lines) => void readMrz(lines),
      ),
    );
  });
});
