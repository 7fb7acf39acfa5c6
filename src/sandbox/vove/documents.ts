import { passportMrz } from './passport-mrz.js';
import type { VoveSession } from './users.js';

/** How the documents are to be told; dates differ between the vendor's samples and its traffic. */
export interface Telling {
  /** @param isoDate YYYY-MM-DD */
  date(isoDate: string): string;
  readonly dateOfBirth: string | undefined;
  readonly spoofWord: string | undefined;
}

const holder = { firstName: 'Amal', lastName: 'Testperson', dateOfBirth: '1990-05-17' };
export const mismatched = 'DOCUMENT_INFO_MISMATCHED';

/** The flow's id says which steps the person takes; identity is always one of them. */
export function stepsOf({ flowId }: VoveSession): string[] {
  const steps = ['ID_DOCUMENT'];
  if (flowId.includes('driver')) steps.push('DRIVER_LICENSE');
  if (flowId.includes('address')) steps.push('ADDRESS_PROOF');
  return steps;
}

/** There are documents once the person has shown them all. */
export const shown = ({ status }: VoveSession) =>
  status === 'pending' || status === 'successful' || status === 'suspected';

export function documentsOf(session: VoveSession, telling: Telling): unknown[] {
  if (!shown(session)) return [];
  return stepsOf(session).map((step) =>
    step === 'ADDRESS_PROOF' ? addressProof(session, telling) : identityDocument(step, session, telling),
  );
}

function identityDocument(stepId: string, session: VoveSession, telling: Telling): unknown {
  const genuine = session.status !== 'suspected';
  const name = nameOf(session);
  const [mrzLine1, mrzLine2] = passportMrz({ ...name, number: 'ZZ1234567', dateOfBirth: holder.dateOfBirth });
  return {
    stepId,
    type: typeOf(stepId),
    ...name,
    dateOfBirth: telling.dateOfBirth ?? telling.date(holder.dateOfBirth),
    dateOfIssue: telling.date('2021-03-17'),
    dateOfExpiration: telling.date('2031-03-16'),
    sex: 'F',
    address1: '1 Example Street, Testville',
    issuingAuthority: 'Testville',
    placeOfBirth: 'Testville',
    mrzLine1,
    mrzLine2,
    idNumber: 'ZZ1234567',
    matchLevel: genuine ? 9 : 2,
    digitalIDSpoof: telling.spoofWord ?? 'PASSED',
    faceOnDocumentSpoof: telling.spoofWord ?? (genuine ? 'PASSED' : 'FAILED'),
    textOnDocumentSpoof: telling.spoofWord ?? 'PASSED',
    mrzStatus: telling.spoofWord ?? 'PASSED',
  };
}

function addressProof(session: VoveSession, telling: Telling): unknown {
  const { firstName, lastName } = nameOf(session);
  return {
    stepId: 'ADDRESS_PROOF',
    docTypes: ['UTILITY_BILL'],
    fullName: `${firstName} ${lastName}`,
    issueDate: telling.date('2026-01-20'),
    issuerName: 'Testville Waterworks',
    address: '1 Example Street, Testville',
  };
}

/** The document bears the name the caller gave, unless that is what the refusal is about. */
function nameOf({ user, reason }: VoveSession): { firstName: string; lastName: string } {
  if (reason === mismatched) return { firstName: holder.firstName, lastName: holder.lastName };
  return { firstName: user.firstName ?? holder.firstName, lastName: user.lastName ?? holder.lastName };
}

export function typeOf(stepId: string): string {
  return stepId === 'ID_DOCUMENT' ? 'PASSPORT' : stepId;
}
