import { parse, type FieldName, type ParseResult } from 'mrz';
import type { Sex } from '../vocabulary.js';
import { alpha3 } from './countries.js';
import { sexOf } from './sex.js';
import { textOrNull } from './text.js';

/** A machine-readable zone, read by us and not taken from the vendor. */
export interface MachineReadableZone {
  readonly lines: readonly string[];
  /** Every check digit is right. Names and codes do not count: they carry no check digit. */
  readonly valid: boolean;
  readonly documentCode: string | null;
  /** ISO 3166-1 alpha-3. */
  readonly issuingCountry: string | null;
  readonly documentNumber: string | null;
  readonly personalNumber: string | null;
  readonly lastName: string | null;
  readonly firstName: string | null;
  /** ISO 3166-1 alpha-3. */
  readonly nationality: string | null;
  readonly sex: Sex | null;
  /** YYMMDD, for `mrzDate`. */
  readonly birthDate: string | null;
  /** YYMMDD, for `mrzDate`. */
  readonly expiryDate: string | null;
}

const alphabet = /^[A-Z0-9<]+$/;

/** Reads the lines of a machine-readable zone; null when they are none. Never throws. */
export function readMrz(lines: readonly string[]): MachineReadableZone | null {
  const clean = lines.map((line) => line.replace(/\s+/g, '').toUpperCase()).filter((line) => line !== '');
  // The library takes a check digit beyond the end of a short line for a right one.
  if (!clean.every((line) => alphabet.test(line) && line.length === clean[0]?.length)) return null;
  try {
    return zoneOf(clean, parse(clean));
  } catch {
    return null;
  }
}

function zoneOf(lines: string[], result: ParseResult): MachineReadableZone {
  const field = (name: FieldName) => textOrNull(result.fields[name]);
  return {
    lines,
    valid: checkDigitsHold(result),
    documentCode: field('documentCode'),
    issuingCountry: alpha3(field('issuingState')),
    documentNumber: textOrNull(result.documentNumber),
    personalNumber: field('personalNumber'),
    lastName: field('lastName'),
    firstName: field('firstName'),
    nationality: alpha3(field('nationality')),
    sex: result.fields.sex === 'nonspecified' ? null : sexOf(result.fields.sex),
    birthDate: field('birthDate'),
    expiryDate: field('expirationDate'),
  };
}

function checkDigitsHold({ details, valid }: ParseResult): boolean {
  const digits = details.filter((detail) => detail.field?.endsWith('CheckDigit'));
  return digits.length === 0 ? valid : digits.every((digit) => digit.valid);
}
