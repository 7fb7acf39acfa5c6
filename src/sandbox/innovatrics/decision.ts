import type { Enrolment, Level } from './enrolments.js';
import { documentHolder, type DocumentHolder } from './person.js';

interface TrustFactor {
  readonly score: number;
  readonly level: Level | 'UNKNOWN' | 'UNAVAILABLE';
  readonly fields?: readonly unknown[];
}

const passed = (score: number): TrustFactor => ({ score, level: 'HIGH' });

/** Only the face tells the plays apart: a HIGH score is a good one. */
const faceScores: Readonly<Record<Level, number>> = { HIGH: 96, MEDIUM: 58, LOW: 11 };

export function faceScore(level: Level): number {
  return faceScores[level];
}

/** A reviewer's decision leaves the machine's scores and levels as they were. */
export function decisionResults(enrolment: Enrolment, level: Level) {
  const holder = documentHolder(enrolment);
  const face: TrustFactor = { score: faceScore(level), level };
  const verifications: Record<string, TrustFactor> = {
    dateOfExpiration: passed(100),
    documentLiveness: passed(99),
    faceVerification: face,
    passiveLiveness: passed(97),
    mrzValidity: passed(100),
    overallOcrFieldsConfidence: passed(98),
    mrzOcrCrossCheck: {
      ...passed(100),
      fields: [sameText('firstName', holder.firstName), sameText('lastName', holder.lastName)],
    },
    ...applicantIntegrity(enrolment, holder),
  };
  return { verifications, decision: level === 'HIGH' ? passed(94) : face };
}

export const oddFactors: Readonly<Record<string, TrustFactor>> = {
  barcodeContent: { score: 0, level: 'UNAVAILABLE' },
  hologramShimmer: { score: 0, level: 'UNKNOWN' },
};

function sameText(inputFieldName: string, text: string) {
  return { inputFieldName, ocrTextValue: text, mrzTextValue: text, distance: 0, score: 100 };
}

/** Compares the form given at the start with the document; absent when there was none, or it asked to be let alone. */
function applicantIntegrity({ asked }: Enrolment, holder: DocumentHolder): Record<string, TrustFactor> {
  const form = asked.applicantForm;
  if (!form || form.skipIntegrityCheck) return {};
  const compared = (['firstName', 'lastName', 'dateOfBirth'] as const).filter(
    (name) => form[name] !== undefined,
  );
  const agrees = compared.every((name) => form[name]?.toLowerCase() === holder[name].toLowerCase());
  return { applicantIntegrity: agrees ? passed(100) : { score: 20, level: 'LOW' } };
}
