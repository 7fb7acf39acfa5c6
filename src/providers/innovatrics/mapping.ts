import {
  nobody,
  type Check,
  type IdentityDocument,
  type Person,
  type ProviderFindings,
  type Verdict,
} from '../kit/findings.js';
import { alpha3 } from '../kit/normalize/countries.js';
import { isoDate } from '../kit/normalize/dates.js';
import { readMrz } from '../kit/normalize/mrz.js';
import { sexOf } from '../kit/normalize/sex.js';
import { textOrNull } from '../kit/normalize/text.js';
import { reason } from '../kit/reasons.js';
import type { DocumentType, Outcome } from '../kit/vocabulary.js';
import { checksOf, fraction, levelOf, percent, reasonsOf } from './factors.js';
import { dateOf, mrzLinesOf, sourcesOf, textOf, textsOf } from './fields.js';
import { imageNames, mediaOf } from './media.js';
import type { DecisionResults, DocumentResult, FaceResult, ImageList } from './wire.js';
import { vendorWord } from '../kit/vendor-word.js';

export interface Results {
  readonly vendorStatus: string;
  /** What the status says. It is the verdict; the decision's level is not rewritten by a manual one. */
  readonly outcome: Outcome;
  readonly decision: DecisionResults;
  readonly document: DocumentResult | null;
  readonly face: FaceResult | null;
  readonly images: ImageList | null;
}

/** Documented: `IDENTITY_CARD`, `PASSPORT` and `DRIVER_LICENSE`. The other words are the usual ones. */
const documentTypes: ReadonlyMap<string, DocumentType> = new Map<string, DocumentType>([
  ['IDENTITY_CARD', 'identity_card'],
  ['PASSPORT', 'passport'],
  ['DRIVING_LICENSE', 'driving_licence'],
  ['DRIVING_LICENCE', 'driving_licence'],
  ['DRIVER_LICENSE', 'driving_licence'],
  ['RESIDENCE_PERMIT', 'residence_permit'],
  ['VISA', 'visa'],
]);

export function findingsOf(results: Results): ProviderFindings {
  const { document, face } = results;
  const names = imageNames(results.images, document, face);
  const factors = checksOf(results.decision);
  return {
    vendorStatus: vendorWord(results.vendorStatus),
    verdict: verdictOf(results),
    person: document ? personOf(document) : nobody,
    documents: document ? [documentOf(document, names.document)] : [],
    checks: [...factors, ...faceChecks(face, factors), ...zoneChecks(document, factors)],
    media: mediaOf(names),
  };
}

function verdictOf({ outcome, decision }: Results): Verdict {
  return {
    outcome,
    decidedBy: 'provider',
    score: percent(decision.decision?.score),
    level: levelOf(decision.decision),
    reasons: outcome === 'approved' ? [] : reasonsFor(outcome, decision),
  };
}

function reasonsFor(outcome: 'declined' | 'review', decision: DecisionResults) {
  const reasons = reasonsOf(decision);
  if (reasons.length > 0) return reasons;
  return [reason(outcome === 'declined' ? 'provider_declined' : 'provider_review')];
}

/** The vendor's `applicant` is its own best reading of all parts of the document, so it comes first. */
function personOf(document: DocumentResult): Person {
  const { applicant } = document;
  const firstName = textOrNull(applicant?.firstName) ?? textOf(document, 'firstName');
  const lastName = textOrNull(applicant?.lastName) ?? textOf(document, 'lastName');
  const names = [firstName, lastName].filter((name) => name !== null);
  return {
    firstName,
    lastName,
    fullName: textOrNull(names.join(' ')) ?? textOrNull(applicant?.surnameAndGivenNames),
    fullNameNative: null,
    dateOfBirth: isoDate(applicant?.dateOfBirth) ?? dateOf(document, 'dateOfBirth'),
    sex: sexOf(textOf(document, 'sex')),
    // The visual part can hold a name in the language of the country, the zone holds the code.
    nationality:
      textsOf(document, 'nationality')
        .map(alpha3)
        .find((code) => code !== null) ?? null,
    placeOfBirth: textOf(document, 'placeOfBirth'),
    address: textOf(document, 'address'),
  };
}

function documentOf(document: DocumentResult, media: string[]): IdentityDocument {
  const vendorType = textOrNull(document.documentType) ?? 'unknown';
  const zone = readMrz(mrzLinesOf(document));
  return {
    type: documentTypes.get(vendorType.toUpperCase()) ?? 'other',
    vendorType,
    issuingCountry: alpha3(document.country),
    number: textOf(document, 'number'),
    personalNumber: textOf(document, 'personalNumber'),
    issueDate: dateOf(document, 'issueDate'),
    expiryDate: dateOf(document, 'expiryDate'),
    mrz: zone && { lines: zone.lines, valid: zone.valid },
    sources: sourcesOf(document),
    media,
  };
}

/** The selfie's own scores, where the decision has no factor for them. Above 50 is live, or a match. */
function faceChecks(face: FaceResult | null, factors: readonly Check[]): Check[] {
  const checks = [
    { type: 'liveness' as const, name: 'passiveLivenessScore', score: face?.passiveLivenessScore },
    { type: 'face_match' as const, name: 'verificationScore', score: face?.verificationScore },
  ];
  return checks.flatMap(({ type, name, score }) => {
    if (score == null || factors.some((factor) => factor.type === type)) return [];
    return [
      { type, status: score > 50 ? 'passed' : 'failed', score: fraction(score), vendor: { [name]: score } },
    ];
  });
}

/** The zone is read by us as well: where its check digits are wrong, that stands beside whatever the vendor says. */
function zoneChecks(document: DocumentResult | null, factors: readonly Check[]): Check[] {
  const zone = document && readMrz(mrzLinesOf(document));
  if (!zone || (zone.valid && factors.some(({ type }) => type === 'mrz'))) return [];
  const checkDigits = zone.valid ? 'right' : 'wrong';
  return [{ type: 'mrz', status: zone.valid ? 'passed' : 'failed', score: null, vendor: { checkDigits } }];
}
