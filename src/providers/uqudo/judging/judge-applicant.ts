import { applicantIntegrity } from '../../kit/applicant-integrity.js';
import type { Case } from './case.js';
import type { Judgement } from './judgement.js';

/** Is it the person whom the app declared? Null when it declared nobody. A slip in a name objects to nothing. */
export function judgeApplicant({ applicant, person, bounds }: Case): Judgement | null {
  if (applicant === null) return null;
  const check = applicantIntegrity(applicant, person);
  const objections = [{ code: 'data_mismatch', consequence: bounds.applicantMismatch }] as const;
  return { check, objections: check.status === 'failed' ? objections : [] };
}
