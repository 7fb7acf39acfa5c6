import type { ValueSource } from '../kit/findings.js';
import type { MachineReadableZone } from '../kit/normalize/mrz.js';
import { textOrNull } from '../kit/normalize/text.js';
import type { StepDocument } from './wire.js';

/** Our names of what a step holds → the vendor's, those of address proofs last. */
const visual = {
  firstName: ['firstName'],
  lastName: ['lastName'],
  dateOfBirth: ['dateOfBirth'],
  sex: ['sex'],
  placeOfBirth: ['placeOfBirth'],
  address: ['address1', 'address'],
  number: ['idNumber'],
  issueDate: ['dateOfIssue', 'issueDate'],
  expiryDate: ['dateOfExpiration'],
} as const;

/** Our names → where a valid machine-readable zone has them. */
const inZone = {
  firstName: 'firstName',
  lastName: 'lastName',
  dateOfBirth: 'birthDate',
  sex: 'sex',
  nationality: 'nationality',
  issuingCountry: 'issuingCountry',
  number: 'documentNumber',
  personalNumber: 'personalNumber',
  expiryDate: 'expiryDate',
} as const;

/** Where each value stood: on the document's face, in its machine-readable zone, or both. */
export function sourcesOf(
  document: StepDocument,
  zone: MachineReadableZone | null,
): Record<string, ValueSource[]> {
  const sources: Record<string, ValueSource[]> = {};
  const add = (field: string, source: ValueSource) => (sources[field] ??= []).push(source);
  for (const [field, names] of Object.entries(visual)) {
    if (names.some((name) => textOrNull(document[name]) !== null)) add(field, 'visual');
  }
  for (const [field, name] of Object.entries(inZone)) {
    if (zone !== null && zone[name] !== null) add(field, 'mrz');
  }
  return sources;
}
