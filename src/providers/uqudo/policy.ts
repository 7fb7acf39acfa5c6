import type { Check, Verdict } from '../kit/findings.js';
import { reason, type Reason } from '../kit/reasons.js';
import type { Outcome } from '../kit/vocabulary.js';
import type { Case } from './judging/case.js';
import { isOfType } from './document-kinds.js';
import { judgeApplicant } from './judging/judge-applicant.js';
import { judgeBackground } from './judging/judge-background.js';
import { judgeConsistency, judgePrint, judgeScreen, judgeTampering } from './judging/judge-capture.js';
import { judgeChip } from './judging/judge-chip.js';
import { judgeAuthenticity, judgeExpiry, judgeMrz } from './judging/judge-document.js';
import { judgeFace } from './judging/judge-face.js';
import { judgePersons } from './judging/judge-persons.js';
import { missing, type Judgement } from './judging/judgement.js';
import type { ReadDocument } from './reading/read-document.js';

export interface Decision {
  readonly verdict: Verdict;
  readonly checks: readonly Check[];
}

/** The decision policy: uqudo gives figures, the account's bounds make a verdict of them. */
export function decide(one: Case): Decision {
  const judgements = [
    ...one.documents.flatMap((read) => judgeRead(read, one)),
    ...undelivered(one),
    ...judgePersons(one),
    ...[judgeBackground(one), judgeApplicant(one)].filter((judgement) => judgement !== null),
  ];
  const all = [...judgements, ...unperformed(one, judgements)];
  return { verdict: verdictOf(all), checks: all.map(({ check }) => check) };
}

function judgeRead(read: ReadDocument, one: Case): Judgement[] {
  const single = [
    judgeAuthenticity,
    judgeExpiry,
    judgeMrz,
    judgeChip,
    judgeConsistency,
    judgeScreen,
    judgePrint,
    judgeTampering,
  ].map((judge) => judge(read, one));
  return [...single, ...judgeFace(read, one)];
}

/** Documents that were asked for and are not in the result. A result without documents approves nobody. */
function undelivered({ asked, documents, bounds }: Case): Judgement[] {
  return asked.documents
    .filter(
      (wanted) => !documents.some(({ document }) => isOfType(document.documentType, wanted.documentType)),
    )
    .map(({ documentType }) => missing('document_authenticity', bounds, true, { documentType }));
}

/** Checks that the account requires and that some document did without; the face is compared once. */
function unperformed({ bounds }: Case, judgements: readonly Judgement[]): Judgement[] {
  return bounds.requiredChecks
    .filter((type) => {
      const performed = judgements
        .filter(({ check }) => check.type === type)
        .map(({ check }) => check.status !== 'not_performed');
      return type === 'face_match'
        ? !performed.includes(true)
        : performed.length === 0 || performed.includes(false);
    })
    .map((type) => missing(type, bounds, true));
}

function verdictOf(judgements: readonly Judgement[]): Verdict {
  const [declines, reviews] = (['decline', 'review'] as const).map((consequence) =>
    reasonsFor(judgements, consequence),
  );
  const outcome: Outcome = declines?.length ? 'declined' : reviews?.length ? 'review' : 'approved';
  const reasons = unique([...(declines ?? []), ...(reviews ?? [])]);
  return { outcome, decidedBy: 'policy', score: null, level: null, reasons };
}

function reasonsFor(judgements: readonly Judgement[], consequence: 'decline' | 'review'): Reason[] {
  return judgements.flatMap(({ check, objections }) =>
    objections.filter((one) => one.consequence === consequence).map(({ code }) => reason(code, check.type)),
  );
}

function unique(reasons: readonly Reason[]): Reason[] {
  return [...new Map(reasons.map((one) => [`${one.code} ${one.check}`, one])).values()];
}
