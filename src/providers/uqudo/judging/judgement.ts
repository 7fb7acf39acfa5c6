import type { Check } from '../../kit/findings.js';
import type { ReasonCode } from '../../kit/reasons.js';
import type { CheckStatus, CheckType } from '../../kit/vocabulary.js';
import type { PolicyBounds } from '../policy-bounds.js';

export type Consequence = 'decline' | 'review' | 'ignore';

/** Something that speaks against approving. */
export interface Objection {
  readonly code: ReasonCode;
  readonly consequence: Consequence;
}

/** One check, and what it objects to. */
export interface Judgement {
  readonly check: Check;
  readonly objections: readonly Objection[];
}

interface Judged {
  readonly score?: number | null;
  readonly vendor?: Check['vendor'];
  readonly objections?: readonly Objection[];
}

/** A check that was performed: it failed when anything declines, and is a warning when something else was found. */
export function performed(
  type: CheckType,
  { score = null, vendor = {}, objections = [] }: Judged,
): Judgement {
  return { check: { type, status: statusOf(objections), score, vendor }, objections };
}

/** A check that was not performed; an objection only when it had been asked for. */
export function missing(
  type: CheckType,
  bounds: PolicyBounds,
  wanted: boolean,
  vendor: Check['vendor'] = {},
): Judgement {
  return {
    check: { type, status: 'not_performed', score: null, vendor },
    objections: wanted ? [{ code: 'check_missing', consequence: bounds.missingCheck }] : [],
  };
}

function statusOf(objections: readonly Objection[]): CheckStatus {
  if (objections.some(({ consequence }) => consequence === 'decline')) return 'failed';
  return objections.length > 0 ? 'warning' : 'passed';
}
