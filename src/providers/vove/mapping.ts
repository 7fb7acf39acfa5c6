import {
  nobody,
  type Check,
  type IdentityDocument,
  type Person,
  type ProviderFindings,
} from '../kit/findings.js';
import { readMrz, type MachineReadableZone } from '../kit/normalize/mrz.js';
import { sexOf } from '../kit/normalize/sex.js';
import { textOrNull } from '../kit/normalize/text.js';
import type { Outcome } from '../kit/vocabulary.js';
import { documentChecks } from './checks.js';
import { dateOf } from './dates.js';
import { mediaOf, mediaOfStep } from './media.js';
import { reasonChecks, reasonsOf } from './reasons.js';
import { documentTypeOf, isAddressProof, mrzLinesOf, vendorTypeOf } from './steps.js';
import { sourcesOf } from './sources.js';
import type { StepDocument, User } from './wire.js';
import { vendorWord } from '../kit/vendor-word.js';

export function findingsOf(user: User, outcome: Outcome): ProviderFindings {
  const documents = user.documents ?? [];
  return {
    vendorStatus: vendorWord(user.status),
    verdict: {
      outcome,
      decidedBy: 'provider',
      score: null,
      level: null,
      reasons: reasonsOf(user, outcome),
    },
    person: personOf(documents),
    documents: documents.map(documentOf),
    checks: [
      ...documents.flatMap(documentChecks),
      ...addressChecks(documents, outcome),
      ...reasonChecks(user, outcome),
    ],
    media: mediaOf(documents),
  };
}

/** Who the person is says the first identity document; where they live says an address proof first. */
function personOf(documents: readonly StepDocument[]): Person {
  const identity = documents.find((document) => !isAddressProof(document));
  const proof = documents.find(isAddressProof);
  const address = textOrNull(proof?.address) ?? textOrNull(identity?.address1);
  if (!identity) return { ...nobody, fullName: textOrNull(proof?.fullName), address };
  const firstName = textOrNull(identity.firstName);
  const lastName = textOrNull(identity.lastName);
  const zone = validZone(identity);
  return {
    firstName,
    lastName,
    fullName: textOrNull([firstName, lastName].filter((name) => name !== null).join(' ')),
    fullNameNative: null,
    dateOfBirth: dateOf(identity.dateOfBirth),
    sex: sexOf(identity.sex) ?? zone?.sex ?? null,
    nationality: zone?.nationality ?? null,
    placeOfBirth: textOrNull(identity.placeOfBirth),
    address,
  };
}

function documentOf(document: StepDocument): IdentityDocument {
  const zone = readMrz(mrzLinesOf(document));
  const valid = zone?.valid ? zone : null;
  return {
    type: documentTypeOf(document, zone),
    vendorType: vendorTypeOf(document),
    issuingCountry: valid?.issuingCountry ?? null,
    number: textOrNull(document.idNumber),
    personalNumber: valid?.personalNumber ?? null,
    issueDate: dateOf(document.dateOfIssue) ?? dateOf(document.issueDate),
    expiryDate: dateOf(document.dateOfExpiration),
    mrz: zone && { lines: zone.lines, valid: zone.valid },
    sources: sourcesOf(document, valid),
    media: mediaOfStep(document).map(({ name }) => name),
  };
}

/** Only the whole verdict is told, so an address proof is as good as that. */
function addressChecks(documents: readonly StepDocument[], outcome: Outcome): Check[] {
  const status = outcome === 'approved' ? 'passed' : 'warning';
  return documents
    .filter(isAddressProof)
    .map(() => ({ type: 'address', status, score: null, vendor: { stepId: 'ADDRESS_PROOF' } }));
}

/** Values without a check digit of their own are only taken from a zone whose check digits hold. */
function validZone(document: StepDocument): MachineReadableZone | null {
  const zone = readMrz(mrzLinesOf(document));
  return zone?.valid ? zone : null;
}
