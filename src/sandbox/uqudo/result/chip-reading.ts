import { compact, person, type Paper } from './person.js';

/** What was read from the chip; the photo comes inside, as Base64. */
export function chipReading(paper: Paper, photo: Buffer): Record<string, unknown> {
  return paper.documentType.startsWith('PASSPORT') ? passportChip(paper, photo) : cardChip(paper, photo);
}

function passportChip(paper: Paper, photo: Buffer): Record<string, unknown> {
  return {
    mrz: {
      documentCode: 'P',
      primaryIdentifier: person.surname.toUpperCase(),
      secondaryIdentifier: person.givenNames.toUpperCase(),
      documentNumber: paper.documentNumber,
      dateOfBirth: compact(person.dateOfBirth),
      dateOfExpiry: compact(paper.dateOfExpiry),
      gender: person.gender,
      nationality: paper.country,
      issuingState: paper.country,
    },
    photo: photo.toString('base64'),
    photoMimeType: 'image/jpeg',
  };
}

/** Only the Emirates' card is documented: names are parts between commas, some of them empty. */
function cardChip(paper: Paper, photo: Buffer): Record<string, unknown> {
  return {
    idNumber: paper.identityNumber,
    cardNumber: paper.documentNumber,
    fullName: `${person.givenNames},,,,${person.surname},`,
    arabicFullName: person.fullNameArabic.replace(' ', ',,,,'),
    dateOfBirth: person.dateOfBirth,
    expiryDate: paper.dateOfExpiry,
    photography: photo.toString('base64'),
  };
}
