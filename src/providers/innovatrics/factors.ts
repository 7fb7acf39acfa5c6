import type { Check } from '../kit/findings.js';
import { reason, type Reason, type ReasonCode } from '../kit/reasons.js';
import type { CheckStatus, CheckType, Level } from '../kit/vocabulary.js';
import type { DecisionResults, Factor } from './wire.js';
import { vendorWord } from '../kit/vendor-word.js';

interface Meaning {
  readonly check: CheckType;
  readonly whenLow: ReasonCode;
}

/**
 * Trust factors by their letters alone: some are documented as they stand in the map, some only by their
 * title ("Applicant integrity").
 */
const meanings: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ['dateofexpiration', { check: 'document_expiry', whenLow: 'document_expired' }],
  ['documentexpiration', { check: 'document_expiry', whenLow: 'document_expired' }],
  ['documentliveness', { check: 'document_authenticity', whenLow: 'document_not_authentic' }],
  ['faceverification', { check: 'face_match', whenLow: 'face_mismatch' }],
  ['passiveliveness', { check: 'liveness', whenLow: 'liveness_failed' }],
  ['faceliveness', { check: 'liveness', whenLow: 'liveness_failed' }],
  ['ageverification', { check: 'age', whenLow: 'check_failed' }],
  ['mrzvalidity', { check: 'mrz', whenLow: 'mrz_invalid' }],
  ['mrzocrcrosscheck', { check: 'data_consistency', whenLow: 'data_inconsistent' }],
  ['barcodecrosscheck', { check: 'data_consistency', whenLow: 'data_inconsistent' }],
  ['crosscheck', { check: 'data_consistency', whenLow: 'data_inconsistent' }],
  ['applicantintegrity', { check: 'applicant_integrity', whenLow: 'data_mismatch' }],
  // How surely the text was read. Low says "not readable", which is not yet "not genuine".
  ['overallocrfieldsconfidence', { check: 'document_authenticity', whenLow: 'check_failed' }],
]);

const statuses: ReadonlyMap<string, CheckStatus> = new Map<string, CheckStatus>([
  ['HIGH', 'passed'],
  ['MEDIUM', 'warning'],
  ['LOW', 'failed'],
]);
const levels: ReadonlyMap<string, Level> = new Map<string, Level>([
  ['HIGH', 'high'],
  ['MEDIUM', 'medium'],
  ['LOW', 'low'],
]);

export function levelOf(factor: Factor | null | undefined): Level | null {
  return levels.get(factor?.level ?? '') ?? null;
}

/** Every factor as a check. One that we do not know is about the document, with its name beside it. */
export function checksOf(results: DecisionResults): Check[] {
  return factorsOf(results).map(([name, { score, level }]) => {
    const status = statuses.get(level ?? '') ?? 'not_performed';
    return {
      type: meaningOf(name)?.check ?? 'document_authenticity',
      status,
      score: status === 'not_performed' ? null : fraction(score),
      vendor: {
        factor: vendorWord(name),
        level: level == null ? null : vendorWord(level),
        score: score ?? null,
      },
    };
  });
}

/** The factors that speak against the person, the gravest first. */
export function reasonsOf(results: DecisionResults): Reason[] {
  const factors = factorsOf(results);
  const at = (level: string, code: (meaning: Meaning | undefined) => ReasonCode) =>
    factors
      .filter(([, factor]) => factor.level === level)
      .map(([name]) => reason(code(meaningOf(name)), meaningOf(name)?.check ?? null));
  const all = [
    ...at('LOW', (meaning) => meaning?.whenLow ?? 'check_failed'),
    ...at('MEDIUM', () => 'check_suspicious'),
    // UNKNOWN is a processing error of the vendor; UNAVAILABLE says that nobody asked for it.
    ...at('UNKNOWN', () => 'check_missing'),
  ];
  return [...new Map(all.map((one) => [`${one.code} ${one.check}`, one])).values()];
}

/** The vendor's scores go from 0 to 100. */
export function percent(score: number | null | undefined): number | null {
  return score == null ? null : Math.min(Math.max(score, 0), 100);
}

/** 0–100 → 0–1. */
export function fraction(score: number | null | undefined): number | null {
  const hundredths = percent(score);
  return hundredths === null ? null : hundredths / 100;
}

function factorsOf({ verifications }: DecisionResults): [string, Factor][] {
  return Object.entries(verifications ?? {}).flatMap(([name, factor]) => (factor ? [[name, factor]] : []));
}

function meaningOf(name: string): Meaning | undefined {
  return meanings.get(name.toLowerCase().replace(/[^a-z]/g, ''));
}
