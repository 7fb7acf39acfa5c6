import type { MachineReadableZone } from '../kit/normalize/mrz.js';
import { textOrNull } from '../kit/normalize/text.js';
import type { DocumentType } from '../kit/vocabulary.js';
import type { StepDocument } from './wire.js';

/** Which `type` words the vendor uses is not documented: these are the usual ones, by their letters. */
const types: ReadonlyMap<string, DocumentType> = new Map<string, DocumentType>([
  ['passport', 'passport'],
  ['idcard', 'identity_card'],
  ['identitycard', 'identity_card'],
  ['nationalid', 'identity_card'],
  ['driverlicense', 'driving_licence'],
  ['driverslicense', 'driving_licence'],
  ['drivinglicense', 'driving_licence'],
  ['drivinglicence', 'driving_licence'],
  ['residencepermit', 'residence_permit'],
  ['visa', 'visa'],
]);

/** The document's class in its machine-readable zone (ICAO 9303): first letter of its code. */
const zoneTypes: ReadonlyMap<string, DocumentType> = new Map<string, DocumentType>([
  ['P', 'passport'],
  ['I', 'identity_card'],
  ['V', 'visa'],
]);

export function isAddressProof({ stepId }: StepDocument): boolean {
  return stepId === 'ADDRESS_PROOF';
}

/** The vendor's word, else the kind of step, else what the document says of itself. */
export function documentTypeOf(document: StepDocument, zone: MachineReadableZone | null): DocumentType {
  if (isAddressProof(document)) return 'other';
  const told = types.get(letters(document.type)) ?? types.get(letters(document.stepId));
  return told ?? (zone?.valid ? zoneTypes.get(zone.documentCode?.[0] ?? '') : undefined) ?? 'other';
}

export function vendorTypeOf({ type, stepId }: StepDocument): string {
  return textOrNull(type) ?? textOrNull(stepId) ?? 'unknown';
}

export function mrzLinesOf({ mrzLine1, mrzLine2, mrzLine3 }: StepDocument): string[] {
  return [mrzLine1, mrzLine2, mrzLine3].flatMap((line) => textOrNull(line) ?? []);
}

function letters(value: string | null | undefined): string {
  return (value ?? '').toLowerCase().replace(/[^a-z]/g, '');
}
