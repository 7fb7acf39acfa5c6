import type { Reason } from './reasons.js';
import type { CheckStatus, CheckType, DocumentType, Level, MediaKind, Outcome, Sex } from './vocabulary.js';

/** A vendor's full result in our words. Missing values are null, never empty text. */
export interface ProviderFindings {
  readonly vendorStatus: string;
  readonly verdict: Verdict;
  readonly person: Person;
  readonly documents: readonly IdentityDocument[];
  readonly checks: readonly Check[];
  readonly media: readonly MediaRef[];
}

export interface Verdict {
  readonly outcome: Outcome;
  readonly decidedBy: 'provider' | 'policy';
  /** The vendor's overall score, 0–100, where it gives one. */
  readonly score: number | null;
  readonly level: Level | null;
  readonly reasons: readonly Reason[];
}

export interface Person {
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly fullName: string | null;
  /** The full name in the script of the issuing country. */
  readonly fullNameNative: string | null;
  /** ISO date. */
  readonly dateOfBirth: string | null;
  readonly sex: Sex | null;
  /** ISO 3166-1 alpha-3. */
  readonly nationality: string | null;
  readonly placeOfBirth: string | null;
  readonly address: string | null;
}

export type ValueSource = 'visual' | 'mrz' | 'chip' | 'barcode' | 'lookup';

export interface IdentityDocument {
  readonly type: DocumentType;
  readonly vendorType: string;
  /** ISO 3166-1 alpha-3. */
  readonly issuingCountry: string | null;
  readonly number: string | null;
  readonly personalNumber: string | null;
  /** ISO date. */
  readonly issueDate: string | null;
  /** ISO date. */
  readonly expiryDate: string | null;
  readonly mrz: { readonly lines: readonly string[]; readonly valid: boolean } | null;
  /** Where each value stood, by its name in `Person` or here. */
  readonly sources: Readonly<Record<string, readonly ValueSource[]>>;
  /** `MediaRef.name` of its pictures. */
  readonly media: readonly string[];
}

export interface Check {
  readonly type: CheckType;
  readonly status: CheckStatus;
  /** 0–1, higher is better, whatever the vendor's direction. */
  readonly score: number | null;
  /** The vendor's own figures, without personal values. */
  readonly vendor: Readonly<Record<string, string | number | boolean | null>>;
}

/** A picture that the vendor holds. */
export interface MediaRef {
  /** The vendor's name of it, unique within the session. */
  readonly name: string;
  readonly kind: MediaKind;
  /** Hex SHA-256 announced by the vendor. */
  readonly sha256: string | null;
}

export const nobody: Person = {
  firstName: null,
  lastName: null,
  fullName: null,
  fullNameNative: null,
  dateOfBirth: null,
  sex: null,
  nationality: null,
  placeOfBirth: null,
  address: null,
};
