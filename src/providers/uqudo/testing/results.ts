/** Results as uqudo gives them, of invented people. */

export const now = new Date('2026-05-20T10:00:00Z');

const mrz = {
  number: 'X1234567',
  lines: passportLines('X1234567', '900417', 'F', '310815'),
};

export function passportResult() {
  return {
    documents: [
      {
        documentType: 'PASSPORT',
        scan: {
          front: {
            primaryId: 'MUSTERFRAU',
            secondaryId: 'LENA MARIE',
            documentNumber: mrz.number,
            nationality: 'D',
            issuer: 'D',
            sex: 'F',
            dateOfBirth: '900417',
            dateOfBirthFormatted: '1990-04-17',
            dateOfBirthFull: '17/04/1990',
            dateOfBirthFullFormatted: '1990-04-17',
            dateOfExpiry: '310815',
            dateOfExpiryFormatted: '2031-08-15',
            issueDate: '16/08/2021',
            issueDateFormatted: '2021-08-16',
            documentCode: 'P',
            mrzText: mrz.lines.join('\n'),
            mrzVerified: true,
            opt1: '',
            placeOfBirth: 'Musterstadt',
          },
          back: null,
          frontImageId: 'img-front',
          frontImageIdChecksum: `sha256:${'AB'.repeat(32)}`,
          backImageId: null,
          faceImageId: 'img-portrait',
        } as Record<string, unknown> | null,
        reading: null as Record<string, unknown> | null,
        face: { match: true, matchLevel: 4, auditTrailImageId: 'img-selfie' } as Record<
          string,
          unknown
        > | null,
        lookup: null as Record<string, unknown> | null,
      },
    ],
    verifications: [
      {
        documentType: 'PASSPORT',
        sourceDetection: { enabled: true, allowNonPhysicalDocuments: false, optimalResolution: true },
        idScreenDetection: { enabled: true, score: 3 },
        idPrintDetection: { enabled: true, score: 10 },
        idPhotoTamperingDetection: { enabled: true, score: 20 },
        dataConsistencyCheck: {
          enabled: true,
          fields: [{ name: 'DATE_OF_BIRTH', match: 'MATCH', sources: ['MRZ', 'VIZ'] }],
        },
        mrzChecksum: { enabled: true, valid: true, checkDigits: [4, '7'] },
        reading: { enabled: false },
        biometric: { enabled: true, type: 'FACIAL_RECOGNITION', matchLevel: 4 },
        lookup: { enabled: false },
      },
    ] as Record<string, unknown>[] | undefined,
    backgroundCheck: undefined as Record<string, unknown> | undefined,
    source: { sdkType: 'WEB', sdkVersion: '3.4.1' },
  };
}

export type PassportResult = ReturnType<typeof passportResult>;

/** A chip's data in the form that passports have. */
export const passportChip = {
  data: {
    mrz: {
      primaryIdentifier: 'MUSTERFRAU',
      secondaryIdentifier: 'LENA MARIE',
      documentNumber: mrz.number,
      dateOfBirth: '900417',
      dateOfExpiry: '310815',
      gender: 'FEMALE',
      nationality: 'D',
      issuingState: 'D',
    },
  },
};

export function emiratesResult() {
  const base = passportResult();
  const [document] = base.documents;
  return {
    ...base,
    documents: [
      {
        ...document,
        documentType: 'UAE_ID',
        scan: {
          front: {
            fullName: 'Noor Example',
            fullNameArabic: 'نور مثال',
            identityNumber: '784-1990-0000000-0',
            nationality: 'United Arab Emirates',
            dateOfBirth: '17/04/1990',
            dateOfBirthFormatted: '1990-04-17',
            gender: 'F',
          },
          back: {
            cardNumber: '000111222',
            nationality: 'ARE',
            dateOfExpiry: '310815',
            dateOfExpiryFullFormatted: '2031-08-15',
          },
          frontImageId: 'img-1',
          backImageId: 'img-2',
        },
      },
    ],
    verifications: [{ ...base.verifications?.[0], documentType: 'UAE_ID' }],
  };
}

/** The two lines of an invented German passport, with right check digits. */
export function passportLines(number: string, birth: string, sex: string, expiry: string): [string, string] {
  const numbered = checked(number.padEnd(9, '<'));
  const [born, until, optional] = [checked(birth), checked(expiry), checked('<'.repeat(14))];
  const whole = checkDigit(numbered + born + until + optional);
  return [
    'P<D<<MUSTERFRAU<<LENA<MARIE'.padEnd(44, '<'),
    `${numbered}D<<${born}${sex}${until}${optional}${whole}`,
  ];
}

function checked(field: string): string {
  return field + checkDigit(field);
}

function checkDigit(field: string): string {
  const value = (char: string) => (char === '<' ? 0 : Number.parseInt(char, 36));
  const sum = field.split('').reduce((total, char, at) => total + value(char) * ([7, 3, 1][at % 3] ?? 0), 0);
  return String(sum % 10);
}
