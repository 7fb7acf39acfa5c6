import { faceScore } from './decision.js';
import type { Enrolment, Level } from './enrolments.js';
import { documentHolder } from './person.js';

export const documentImages = [
  'primary_face',
  'signature',
  'original_normalized_FRONT',
  'original_normalized_BACK',
];
export const faceImages = ['face_cropped'];

/** As .NET writes a date: seven digits of a second, and the server's offset, which must not move the calendar day. */
const dotNetDate = (date: string) => `${date}T00:00:00.0000000+01:00`;

export function documentResult(enrolment: Enrolment) {
  const { firstName, lastName, dateOfBirth } = documentHolder(enrolment);
  const front = (name: string, value: string, date?: string) => visual('FRONT', name, value, date);
  const back = (name: string, value: string) => visual('BACK', name, value);
  return {
    country: 'SVK',
    documentType: 'IDENTITY_CARD',
    documentReleaseYear: 2015,
    applicant: { firstName, lastName, dateOfBirth, surnameAndGivenNames: `${lastName} ${firstName}` },
    documentVisualResults: [
      front('surname', lastName),
      front('given_name', firstName),
      front('date_of_birth', dayFirst(dateOfBirth), dateOfBirth),
      front('document_number', 'ZZ123456'),
      front('personal_number', '910131/0000'),
      front('sex', 'X'),
      front('nationality', 'SVK'),
      front('date_of_issue', '17.03.2021', '2021-03-17'),
      front('date_of_expiry', '17.03.2031', '2031-03-17'),
      front('authority', 'Testville'),
      back('height', '170'),
    ],
    documentMrzResults: [
      { name: 'document_number', value: 'ZZ123456' },
      { name: 'surname', value: lastName.toUpperCase() },
      { name: 'given_name', value: firstName.toUpperCase() },
      { name: 'date_of_birth', value: dateOfBirth.slice(2).replaceAll('-', '') },
      { name: 'date_of_expiry', value: '310317' },
    ],
    documentBarcodeResults: [],
    availableImages: documentImages,
  };
}

/** `gender` is the sentinel that stands for "not estimated". */
export function faceResult(level: Level) {
  return {
    age: 33,
    gender: -10000,
    passiveLivenessScore: 97,
    verificationScore: faceScore(level),
    availableImages: faceImages,
  };
}

function visual(pageSide: 'FRONT' | 'BACK', name: string, value: string, date?: string) {
  const normalized = date === undefined ? {} : { normalizedDateValue: dotNetDate(date) };
  return { name, value, confidence: 98, pageSide, ...normalized };
}

/** As printed on the card. */
function dayFirst(isoDate: string): string {
  return isoDate.split('-').reverse().join('.');
}
