import { cardMrz, passportMrz, type Mrz } from './mrz.js';
import { compact, mrzHolder, person, printed, type Paper } from './person.js';

type Fields = Record<string, unknown>;

/** What the camera read from a document, in the field names of its type. */
export interface ScannedDocument {
  readonly front: Fields;
  readonly back: Fields | null;
  /** Not all documents have a machine readable zone. */
  readonly mrz?: Mrz;
}

export function scannedDocument(paper: Paper, mrzValid: boolean): ScannedDocument {
  if (paper.documentType.startsWith('PASSPORT')) return passport(paper, mrzValid);
  if (paper.documentType.startsWith('UAE_ID')) return emiratesCard(paper, mrzValid);
  return /_ID(_|$)/.test(paper.documentType) && !paper.documentType.startsWith('GENERIC')
    ? identityCard(paper, mrzValid)
    : plainCard(paper);
}

function passport(paper: Paper, mrzValid: boolean): ScannedDocument {
  const mrz = passportMrz(mrzHolder(paper, 'P'), mrzValid);
  const front = {
    ...zoneFields(paper, 'P', mrz, mrzValid),
    ...dateFields('dateOfBirthFull', person.dateOfBirth),
    ...dateFields('dateOfExpiryFull', paper.dateOfExpiry),
    ...dateFields('issueDate', paper.dateOfIssue),
    placeOfBirth: person.placeOfBirth,
  };
  return { front, back: null, mrz };
}

function emiratesCard(paper: Paper, mrzValid: boolean): ScannedDocument {
  const mrz = cardMrz(mrzHolder(paper, 'I'), mrzValid);
  const front = {
    ...dateFields('dateOfBirth', person.dateOfBirth),
    ...dateFields('dateOfExpiry', paper.dateOfExpiry),
    ...dateFields('issueDate', paper.dateOfIssue),
    fullName: person.fullName,
    fullNameArabic: person.fullNameArabic,
    identityNumber: paper.identityNumber,
    identityNumberVerified: true,
    nationality: 'United Arab Emirates',
    gender: person.sex,
  };
  return { front, back: { cardNumber: paper.documentNumber, ...zoneFields(paper, 'I', mrz, mrzValid) }, mrz };
}

function identityCard(paper: Paper, mrzValid: boolean): ScannedDocument {
  const mrz = cardMrz(mrzHolder(paper, 'I'), mrzValid);
  return { front: plainCard(paper).front, back: zoneFields(paper, 'I', mrz, mrzValid), mrz };
}

function plainCard(paper: Paper): ScannedDocument {
  const front = {
    ...dateFields('dateOfBirth', person.dateOfBirth),
    ...dateFields('dateOfExpiry', paper.dateOfExpiry),
    ...dateFields('issueDate', paper.dateOfIssue),
    firstName: person.givenNames,
    lastName: person.surname,
    documentNumber: paper.documentNumber,
    nationality: paper.country,
    sex: person.sex,
  };
  return { front, back: null };
}

/** The block that every machine readable zone yields, whichever side it is on. */
function zoneFields(paper: Paper, documentCode: string, mrz: Mrz, mrzValid: boolean): Fields {
  return {
    primaryId: person.surname.toUpperCase(),
    secondaryId: person.givenNames.toUpperCase(),
    documentNumber: paper.documentNumber,
    nationality: paper.country,
    issuer: paper.country,
    sex: person.sex,
    dateOfBirth: compact(person.dateOfBirth),
    dateOfBirthFormatted: person.dateOfBirth,
    dateOfExpiry: compact(paper.dateOfExpiry),
    dateOfExpiryFormatted: paper.dateOfExpiry,
    documentCode,
    mrzText: mrz.text,
    mrzVerified: mrzValid,
    opt1: documentCode === 'P' ? '' : paper.identityNumber,
  };
}

function dateFields(name: string, date: string): Fields {
  return { [name]: printed(date), [`${name}Formatted`]: date };
}
