import type { ValueSource } from '../kit/findings.js';
import { isoDate } from '../kit/normalize/dates.js';
import type { MachineReadableZone } from '../kit/normalize/mrz.js';
import { textOrNull } from '../kit/normalize/text.js';
import type { DocumentResult, ReadValue } from './wire.js';

/**
 * Our names of what is read from a document → the vendor's. Place of birth and address are inferred, the
 * others seen; the second name is that of the machine-readable zone and the barcode.
 */
const vendorNames = {
  firstName: ['given_name', 'secondary_identifier'],
  lastName: ['surname', 'primary_identifier'],
  dateOfBirth: ['date_of_birth'],
  sex: ['sex'],
  nationality: ['nationality'],
  placeOfBirth: ['place_of_birth'],
  address: ['address'],
  number: ['document_number'],
  personalNumber: ['personal_number', 'personal_number_or_optional_data'],
  issueDate: ['date_of_issue'],
  expiryDate: ['date_of_expiry'],
} as const;
type FieldName = keyof typeof vendorNames;

/** The texts of a field, one of each part of the document that has it. */
export function textsOf(document: DocumentResult, field: FieldName): string[] {
  return occurrences(document, field).flatMap(({ text }) => text ?? []);
}

export function textOf(document: DocumentResult, field: FieldName): string | null {
  return textsOf(document, field)[0] ?? null;
}

/** The date of a field from the first part of the document where it can be read. */
export function dateOf(document: DocumentResult, field: FieldName): string | null {
  return occurrences(document, field).find(({ date }) => date !== null)?.date ?? null;
}

/** What the vendor may tell in its `applicant` alone, and our own reading of the zone has. */
const inZone = { firstName: 'firstName', lastName: 'lastName', dateOfBirth: 'birthDate' } as const;

/** Which parts of the document hold which field. */
export function sourcesOf(
  document: DocumentResult,
  zone: MachineReadableZone | null,
): Record<string, ValueSource[]> {
  const sources: Record<string, ValueSource[]> = {};
  for (const field of Object.keys(vendorNames) as FieldName[]) {
    const found = [...new Set(occurrences(document, field).map(({ source }) => source))];
    if (found.length > 0) sources[field] = found;
  }
  for (const [field, name] of Object.entries(inZone)) {
    if (zone?.valid && zone[name] !== null) sources[field] ??= ['mrz'];
  }
  return sources;
}

/** The lines of the machine-readable zone, by their shape. The vendor joins them with `^`. */
export function mrzLinesOf(document: DocumentResult): string[] {
  return (document.documentMrzResults ?? [])
    .flatMap(({ value }) => textOrNull(value)?.split(/[\s^]+/) ?? [])
    .filter((line) => /^[A-Z0-9<]+$/.test(line) && [30, 36, 44].includes(line.length));
}

interface Occurrence {
  readonly source: ValueSource;
  readonly text: string | null;
  readonly date: string | null;
}

function occurrences(document: DocumentResult, field: FieldName): Occurrence[] {
  const names: readonly string[] = vendorNames[field];
  const parts: [ValueSource, ReadValue[]][] = [
    ['visual', document.documentVisualResults ?? []],
    ['mrz', document.documentMrzResults ?? []],
    ['barcode', document.documentBarcodeResults ?? []],
  ];
  return parts.flatMap(([source, values]) =>
    values
      .filter(({ name }) => names.includes(name.toLowerCase()))
      .map(({ value, normalizedDateValue }) => ({
        source,
        text: textOrNull(value),
        date: isoDate(normalizedDateValue) ?? isoDate(textOrNull(value)),
      }))
      .filter(({ text, date }) => text !== null || date !== null),
  );
}
