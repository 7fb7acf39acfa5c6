import type { DocumentType } from './vocabulary.js';

/** What the app declares about the person, to be compared with the document. */
export interface Applicant {
  readonly firstName?: string;
  readonly lastName?: string;
  readonly additionalNames?: string;
  /** ISO date. */
  readonly dateOfBirth?: string;
  readonly gender?: 'female' | 'male' | 'other';
  readonly email?: string;
}

export interface StartRequest<F = unknown> {
  /** A UUID chosen by the gateway, the same for each repeat of this start: the vendor's session id where the vendor lets its client choose. */
  readonly startId: string;
  /** True when an earlier try may have reached the vendor: prefer finding that session to making another. */
  readonly repeated: boolean;
  /** The app's id of the person. */
  readonly refId: string;
  readonly externalId: string | null;
  readonly forceCreation: boolean;
  readonly applicant: Applicant | null;
  /** Where the person lands afterwards. */
  readonly returnUrl: string | null;
  /** BCP 47. */
  readonly locale: string | null;
  /** ISO 3166-1 alpha-3. */
  readonly country: string | null;
  readonly documentType: DocumentType | null;
  /** The tenant's flow for this vendor, checked by the definition's schema. */
  readonly flow: F;
}

/** How the person gets to the vendor. All of it is secret but the kind and the time. */
export type Handoff =
  | { readonly kind: 'qr'; readonly text: string; readonly deepLink: string; readonly expiresAt: Date }
  | { readonly kind: 'redirect'; readonly url: string; readonly expiresAt: Date }
  | {
      readonly kind: 'sdk';
      readonly sdk: string;
      readonly token: string;
      readonly publicKey: string | null;
      readonly environment: string;
      readonly url: string | null;
      readonly expiresAt: Date;
    };

export interface Started {
  /** The vendor's id of its session; null when the vendor does not tell. */
  readonly vendorSessionId: string | null;
  readonly handoff: Handoff;
  /** What the adapter needs again later and nobody may see: kept encrypted with the session. */
  readonly secrets: Readonly<Record<string, string>>;
}

/** A vendor session that was started before, as the gateway kept it. */
export interface ProviderSessionRef<F = unknown> {
  readonly vendorSessionId: string | null;
  readonly secrets: Readonly<Record<string, string>>;
  /** When the session's turn at this vendor began: an older verdict about the same person is not about this session. */
  readonly startedAt: Date;
  /** The request that the session was started with. */
  readonly request: StartRequest<F>;
}
