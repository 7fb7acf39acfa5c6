import { alpha3 } from '../kit/normalize/countries.js';
import type { DocumentType } from '../kit/vocabulary.js';

/** uqudo's document types by our kind and the country; those that uqudo's documentation names. */
const kinds: Readonly<Partial<Record<DocumentType, Readonly<Record<string, string>>>>> = {
  identity_card: {
    ARE: 'UAE_ID',
    KEN: 'KEN_ID',
    NGA: 'NGA_NIN',
    OMN: 'OMN_ID',
    SAU: 'SAU_ID',
    ZAF: 'ZAF_ID',
  },
  driving_licence: { GHA: 'GHA_DL' },
};

const bySecondWord: Readonly<Record<string, DocumentType>> = {
  ID: 'identity_card',
  NIN: 'identity_card',
  DL: 'driving_licence',
  PASSPORT: 'passport',
};

/** What to ask uqudo for when the flow names no document. */
export function vendorTypeFor(type: DocumentType | null, country: string | null): string {
  if (type === null || type === 'passport') return 'PASSPORT';
  return (country === null ? undefined : kinds[type]?.[country]) ?? 'GENERIC_ID';
}

/** Our kind of a uqudo document type; subtypes such as `OMN_ID_NATIONAL` are of the kind of their type. */
export function documentTypeOf(vendorType: string): DocumentType {
  if (vendorType === 'PASSPORT') return 'passport';
  if (vendorType === 'GENERIC_ID') return 'other';
  return bySecondWord[vendorType.split('_')[1] ?? ''] ?? 'other';
}

/** The country that a uqudo document type names, as alpha-3. uqudo writes `UAE` where ISO has `ARE`. */
export function countryOf(vendorType: string): string | null {
  const prefix = vendorType.split('_')[0] ?? '';
  return prefix === 'UAE' ? 'ARE' : alpha3(prefix);
}

/** Whether a document in the result is what was asked for; results may name an exact subtype. */
export function isOfType(vendorType: string, asked: string): boolean {
  return vendorType === asked || vendorType.startsWith(`${asked}_`);
}
