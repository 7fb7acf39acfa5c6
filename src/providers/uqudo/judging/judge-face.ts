import { documentWanted, type Case } from './case.js';
import { missing, performed, type Judgement } from './judgement.js';
import type { ReadDocument } from '../reading/read-document.js';

const bestLevel = 5;

/**
 * Is it the person on the document? `match` says little by itself, so the level decides as well. With
 * chip data the face was compared with the chip's picture, which asks for a higher level; a flow may
 * ask for more than the policy, never for less.
 */
export function judgeFace(read: ReadDocument, one: Case): Judgement[] {
  const { face } = read.document;
  const level = lowest(face?.matchLevel, read.verification?.biometric?.matchLevel);
  const match = face?.match ?? null;
  if (!face || match === null || level === null) return faceMissing(read, one, match === false);
  const against = read.document.reading ? 'chip' : 'scan';
  const vendor = { match, matchLevel: level, against };
  const passed = match && level >= leastLevel(read, one, against);
  return [
    performed('face_match', {
      score: match ? level / bestLevel : 0,
      vendor,
      objections: passed ? [] : [{ code: 'face_mismatch', consequence: 'decline' }],
    }),
    liveness(match, one),
  ];
}

/** A face that does not match declines even without a level. */
function faceMissing(read: ReadDocument, one: Case, mismatch: boolean): Judgement[] {
  if (mismatch) {
    const objections = [{ code: 'face_mismatch', consequence: 'decline' }] as const;
    return [
      performed('face_match', { score: 0, vendor: { match: false }, objections }),
      liveness(false, one),
    ];
  }
  const elsewhere = one.documents.some(({ document }) => document.face);
  const wanted = read.document.face ? true : one.asked.facialRecognition.enabled && !elsewhere;
  return [missing('face_match', one.bounds, wanted), liveness(false, one)];
}

/** uqudo's SDK lets nobody past who is not live, and gives no score: a matching face implies it. */
function liveness(passed: boolean, { bounds }: Case): Judgement {
  return passed ? performed('liveness', { vendor: { gate: 'sdk' } }) : missing('liveness', bounds, false);
}

function leastLevel(read: ReadDocument, one: Case, against: 'scan' | 'chip'): number {
  const { facialRecognition: flow } = one.asked;
  const document = documentWanted(one, read);
  const asked =
    against === 'chip'
      ? [one.bounds.chipMatchLevel, flow.readMinimumMatchLevel, document?.faceReadMinimumMatchLevel]
      : [one.bounds.scanMatchLevel, flow.scanMinimumMatchLevel, document?.faceScanMinimumMatchLevel];
  return Math.max(...asked.map((level) => level ?? 0));
}

function lowest(...levels: (number | null | undefined)[]): number | null {
  const known = levels.filter((level) => level !== null && level !== undefined);
  return known.length === 0 ? null : Math.min(...known);
}
