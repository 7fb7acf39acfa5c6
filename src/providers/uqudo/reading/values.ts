import { alpha3 } from '../../kit/normalize/countries.js';
import { dayMonthYear, isoDate, mrzDate } from '../../kit/normalize/dates.js';
import { textOrNull } from '../../kit/normalize/text.js';
import type { ResultDocument } from '../result-data.js';

export type Fields = Readonly<Record<string, unknown>>;

/** The OCR fields of both sides of a document, front first. */
export function sidesOf({ scan }: ResultDocument): Fields[] {
  return [scan?.front, scan?.back].filter((side) => side !== null && side !== undefined);
}

/** The first of these fields that holds text, on any side. */
export function textIn(sides: readonly Fields[], ...names: string[]): string | null {
  for (const name of names) {
    for (const side of sides) {
      const text = Object.hasOwn(side, name) ? textOrNull(side[name]) : null;
      if (text !== null) return text;
    }
  }
  return null;
}

/** The country whose code this field holds on any side: one side may print its name, the other the code. */
export function countryIn(sides: readonly Fields[], name: string): string | null {
  return sides.map((side) => alpha3(textIn([side], name))).find((code) => code !== null) ?? null;
}

/**
 * A date as ISO. The same field may stand on both sides in different forms: the formatted full date is
 * the best on either side, then the formatted one, then whatever was printed.
 */
export function dateIn(
  sides: readonly Fields[],
  name: string,
  kind: 'birth' | 'expiry',
  now: Date,
): string | null {
  for (const form of [`${name}FullFormatted`, `${name}Formatted`, `${name}Full`, name]) {
    for (const side of sides) {
      const date = anyDate(textIn([side], form), kind, now);
      if (date !== null) return date;
    }
  }
  return null;
}

export function anyDate(value: string | null, kind: 'birth' | 'expiry', now: Date): string | null {
  return isoDate(value) ?? dayMonthYear(value) ?? mrzDate(value, kind, now);
}
