import type { Check } from '../kit/findings.js';
import { reason, type Reason, type ReasonCode } from '../kit/reasons.js';
import type { CheckType, Outcome } from '../kit/vocabulary.js';
import type { User } from './wire.js';

interface Meaning {
  readonly code: ReasonCode;
  readonly check: CheckType;
}

/** The two documented reasons of a decline, with the check that each tells of. */
const meanings: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ['DOCUMENT_INFO_MISMATCHED', { code: 'data_mismatch', check: 'applicant_integrity' }],
  ['AML_CHECK', { code: 'background_match', check: 'background' }],
]);

export function reasonsOf(user: User, outcome: Outcome): Reason[] {
  if (outcome === 'approved') return [];
  const told = toldReasons(user).map(({ code, check }) => reason(code, check));
  if (told.length > 0) return told;
  return [reason(outcome === 'declined' ? 'provider_declined' : 'provider_review')];
}

export function reasonChecks(user: User, outcome: Outcome): Check[] {
  if (outcome === 'approved') return [];
  return toldReasons(user).map(({ check, word }) => ({
    type: check,
    status: outcome === 'declined' ? 'failed' : 'warning',
    score: null,
    vendor: { reason: word },
  }));
}

function toldReasons({ reason: one, reasons: several }: User): (Meaning & { word: string })[] {
  const words = new Set([one, several].flat().filter((word) => typeof word === 'string'));
  return [...words].flatMap((word) => {
    const meaning = meanings.get(word);
    return meaning ? [{ ...meaning, word }] : [];
  });
}
