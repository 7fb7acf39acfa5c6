import type { Check, Person, ProviderFindings } from './findings.js';
import {
  compareNames,
  notCompared,
  type Agreement,
  type Compared,
  type NamesCompared,
} from './name-agreement.js';
import type { Applicant } from './start.js';
import type { CheckStatus } from './vocabulary.js';

const otherGenderScore = 0.5;

interface Comparison extends NamesCompared {
  readonly dateOfBirth: Compared;
  readonly gender: Compared;
}

/**
 * Is the person on the document the one whom the app declared? Scripts, spellings, order and further names
 * may differ; another name or another date of birth fails, a slip asks for a second look. Nothing personal
 * is in the check.
 */
export function applicantIntegrity(applicant: Applicant, person: Person): Check {
  const compared: Comparison = {
    ...bestNames(applicant, person),
    dateOfBirth: compareFact(applicant.dateOfBirth, person.dateOfBirth, 0),
    gender: compareFact(applicant.gender, person.sex, otherGenderScore),
  };
  const status = statusOf(compared);
  const scores = Object.values<Compared>({ ...compared }).flatMap(({ score }) => score ?? []);
  return {
    type: 'applicant_integrity',
    status,
    score: status === 'not_performed' ? null : Math.min(...scores),
    vendor: { comparedBy: 'gateway', ...wordsOf(compared) },
  };
}

/** Adds the check where the app declared somebody and the vendor did not compare. */
export function withApplicantIntegrity(
  findings: ProviderFindings,
  applicant: Applicant | null,
): ProviderFindings {
  const performed = findings.checks.some(
    ({ type, status, vendor }) =>
      type === 'applicant_integrity' && (status !== 'not_performed' || vendor['comparedBy'] === 'gateway'),
  );
  if (applicant === null || performed) return findings;
  return { ...findings, checks: [...findings.checks, applicantIntegrity(applicant, findings.person)] };
}

/** The document tells the name in up to three ways. The one that fits best is the one that was declared. */
function bestNames(applicant: Applicant, person: Person): NamesCompared {
  const { firstName, lastName, fullName, fullNameNative } = person;
  const parts = [firstName, lastName].filter((part) => part !== null).join(' ');
  const [best] = [parts, fullName, fullNameNative]
    .filter((name) => name !== null && name !== '')
    .map((name) => compareNames(applicant, name ?? ''))
    .sort((a, b) => worst(b) - worst(a));
  return best ?? { firstName: notCompared, lastName: notCompared };
}

/** What was compared counts more than what was not. */
function worst({ firstName, lastName }: NamesCompared): number {
  const scores = [firstName, lastName].flatMap(({ score }) => score ?? []);
  return scores.length === 0 ? -1 : Math.min(...scores);
}

function compareFact(declared: string | undefined, found: string | null, otherwise: number): Compared {
  if (declared === undefined || found === null) return notCompared;
  return declared === found ? { agreement: 'agrees', score: 1 } : { agreement: 'differs', score: otherwise };
}

/** A gender alone shows nobody, and may have changed since the document was made: it never fails the check. */
function statusOf({ firstName, lastName, dateOfBirth, gender }: Comparison): CheckStatus {
  const telling = [firstName, lastName, dateOfBirth].map(({ agreement }) => agreement);
  if (telling.every((agreement) => agreement === 'not_compared')) return 'not_performed';
  if (telling.includes('differs')) return 'failed';
  const doubtful = telling.some((agreement) => agreement === 'similar' || agreement === 'unclear');
  return doubtful || gender.agreement === 'differs' ? 'warning' : 'passed';
}

function wordsOf(compared: Comparison): Record<keyof Comparison, Agreement> {
  const { firstName, lastName, dateOfBirth, gender } = compared;
  return {
    firstName: firstName.agreement,
    lastName: lastName.agreement,
    dateOfBirth: dateOfBirth.agreement,
    gender: gender.agreement,
  };
}
