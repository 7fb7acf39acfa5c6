import { alpha3 } from '../../kit/normalize/countries.js';
import { sexOf } from '../../kit/normalize/sex.js';
import type { ResultDocument, Verification } from '../result-data.js';
import { anyDate, textIn, type Fields } from './values.js';

/** What stood in the chip, whichever of the two documented forms it came in. */
export interface ChipValues {
  readonly lastName: string | null;
  readonly firstName: string | null;
  readonly fullName: string | null;
  readonly fullNameNative: string | null;
  readonly documentNumber: string | null;
  readonly personalNumber: string | null;
  readonly dateOfBirth: string | null;
  readonly expiryDate: string | null;
  readonly sex: ReturnType<typeof sexOf>;
  readonly nationality: string | null;
  readonly issuingCountry: string | null;
}

/** Passports carry their values under `mrz`, cards of the Emirates flat. */
export function chipValues({ reading }: ResultDocument, now: Date): ChipValues | null {
  const data = reading?.data;
  if (!data) return null;
  const parts: Fields[] = isFields(data.mrz) ? [data.mrz, data] : [data];
  return {
    lastName: textIn(parts, 'primaryIdentifier'),
    firstName: textIn(parts, 'secondaryIdentifier'),
    fullName: joined(textIn(parts, 'fullName')),
    fullNameNative: joined(textIn(parts, 'arabicFullName')),
    documentNumber: textIn(parts, 'documentNumber'),
    personalNumber: textIn(parts, 'idNumber'),
    dateOfBirth: anyDate(textIn(parts, 'dateOfBirth'), 'birth', now),
    expiryDate: anyDate(textIn(parts, 'dateOfExpiry', 'expiryDate'), 'expiry', now),
    sex: sexOf(textIn(parts, 'gender', 'sex')),
    nationality: alpha3(textIn(parts, 'nationality')),
    issuingCountry: alpha3(textIn(parts, 'issuingState')),
  };
}

/** Whether the issuing state's signature over the chip holds; null when uqudo does not say. */
export function chipSignature(verification: Verification | null): boolean | null {
  const valid = verification?.reading?.passiveAuthentication?.documentDataSignatureValid;
  return typeof valid === 'boolean' ? valid : null;
}

/** Names in chips of the Emirates are parts between commas, some of them empty. */
function joined(name: string | null): string | null {
  const parts = name?.split(',').map((part) => part.trim()) ?? [];
  return parts.filter((part) => part !== '').join(' ') || null;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
