import { createHash } from 'node:crypto';
import type { MrzHolder } from './mrz.js';

/** The invented person in front of every camera. */
export const person = {
  givenNames: 'Amal',
  surname: 'Testperson',
  fullName: 'Amal Testperson',
  fullNameArabic: 'أمل تستبرسون',
  dateOfBirth: '1990-05-17',
  sex: 'F',
  gender: 'FEMALE',
  placeOfBirth: 'Sandbox',
} as const;

/** One physical document, invented; numbers differ from session to session. */
export interface Paper {
  readonly documentType: string;
  /** As printed: alpha-3, with exceptions such as D. */
  readonly country: string;
  readonly documentNumber: string;
  readonly identityNumber: string;
  /** ISO dates. */
  readonly dateOfIssue: string;
  readonly dateOfExpiry: string;
}

interface PaperFacts {
  readonly sessionId: string;
  readonly expired: boolean;
  readonly country: string | undefined;
}

export function paperOf(documentType: string, { sessionId, expired, country }: PaperFacts): Paper {
  const digits = digitsFrom(`${sessionId} ${documentType}`);
  const expiryYear = new Date().getUTCFullYear() + (expired ? -1 : 5);
  return {
    documentType,
    country: country ?? countryOf(documentType),
    documentNumber: `T${digits.slice(0, 8)}`,
    identityNumber: `784${person.dateOfBirth.slice(0, 4)}${digits.slice(8, 16)}`,
    dateOfIssue: `${expiryYear - 10}-03-02`,
    dateOfExpiry: `${expiryYear}-03-01`,
  };
}

export function mrzHolder(paper: Paper, documentCode: string): MrzHolder {
  return {
    documentCode,
    issuer: paper.country,
    nationality: paper.country,
    surname: person.surname,
    givenNames: person.givenNames,
    documentNumber: paper.documentNumber,
    dateOfBirth: compact(person.dateOfBirth),
    dateOfExpiry: compact(paper.dateOfExpiry),
    sex: person.sex,
    optionalData: documentCode === 'P' ? '' : paper.identityNumber,
  };
}

/** yyyy-MM-dd → YYMMDD, as in a machine readable zone. */
export const compact = (date: string): string => date.slice(2).replaceAll('-', '');

/** yyyy-MM-dd → dd/MM/yyyy, as printed on most documents. */
export const printed = (date: string): string => date.split('-').toReversed().join('/');

/** uqudo's types start with an alpha-3 code, but for the Emirates, which it calls UAE. */
function countryOf(documentType: string): string {
  const prefix = /^([A-Z]{3})_/.exec(documentType)?.[1];
  return prefix === undefined || prefix === 'UAE' ? 'ARE' : prefix;
}

function digitsFrom(text: string): string {
  return BigInt(`0x${createHash('sha256').update(text).digest('hex')}`)
    .toString()
    .slice(-16);
}
