import type { CheckType } from '../../kit/vocabulary.js';
import type { Case } from './case.js';
import { missing, performed, type Judgement, type Objection } from './judgement.js';
import type { ReadDocument } from '../reading/read-document.js';
import type { ScoredBlock } from '../result-data.js';

export function judgeScreen({ verification }: ReadDocument, { bounds }: Case): Judgement {
  return judgeScore('screen_detection', verification?.idScreenDetection, bounds, (score) =>
    score > bounds.screenDeclineAbove ? [{ code: 'screen_detected', consequence: 'decline' }] : [],
  );
}

export function judgePrint({ verification }: ReadDocument, { bounds }: Case): Judgement {
  return judgeScore('print_detection', verification?.idPrintDetection, bounds, (score) =>
    score > bounds.printDeclineAbove ? [{ code: 'print_detected', consequence: 'decline' }] : [],
  );
}

export function judgeTampering({ verification }: ReadDocument, { bounds }: Case): Judgement {
  return judgeScore('tampering', verification?.idPhotoTamperingDetection, bounds, (score) => {
    if (score > bounds.tamperingDeclineAbove)
      return [{ code: 'tampering_suspected', consequence: 'decline' }];
    return score >= bounds.tamperingReviewFrom
      ? [{ code: 'tampering_suspected', consequence: 'review' }]
      : [];
  });
}

/** Do the parts of the document agree? A word other than the documented ones, or none, counts as a partial match. */
export function judgeConsistency({ verification }: ReadDocument, { bounds }: Case): Judgement {
  const block = verification?.dataConsistencyCheck;
  if (!block || block.enabled === false) return missing('data_consistency', bounds, false);
  if (!block.fields) return missing('data_consistency', bounds, true);
  const words = block.fields.map(({ match }) => match);
  if (words.length === 0) return missing('data_consistency', bounds, false);
  const noMatch = words.filter((word) => word === 'NO_MATCH').length;
  const partial = words.filter((word) => word !== 'NO_MATCH' && word !== 'MATCH').length;
  const objections: Objection[] = [];
  if (noMatch > 0) objections.push({ code: 'data_inconsistent', consequence: bounds.noMatch });
  if (partial > 0) objections.push({ code: 'data_inconsistent', consequence: bounds.partialMatch });
  const compared = words.length;
  const score = (compared - noMatch - partial / 2) / compared;
  return performed('data_consistency', { score, vendor: { compared, noMatch, partial }, objections });
}

/** Vendor scores are worse the higher they are; ours are better. A block that is on but has no score was not performed. */
function judgeScore(
  type: CheckType,
  block: ScoredBlock,
  bounds: Case['bounds'],
  objectionsTo: (score: number) => readonly Objection[],
): Judgement {
  if (!block || block.enabled === false) return missing(type, bounds, false);
  const { score } = block;
  if (score === null || score === undefined) return missing(type, bounds, true);
  return performed(type, { score: (100 - score) / 100, vendor: { score }, objections: objectionsTo(score) });
}
