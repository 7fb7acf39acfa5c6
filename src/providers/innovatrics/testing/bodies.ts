/** Invented vendor bodies. The machine-readable zone is the specimen of ICAO 9303. */

export const decision = {
  verifications: {
    dateOfExpiration: { score: 100, level: 'HIGH' },
    documentLiveness: { score: 99, level: 'HIGH' },
    faceVerification: { score: 71, level: 'HIGH' },
    passiveLiveness: { score: 97, level: 'HIGH' },
    mrzValidity: { score: 100, level: 'HIGH' },
    overallOcrFieldsConfidence: { score: 98, level: 'HIGH' },
    mrzOcrCrossCheck: {
      score: 100,
      level: 'HIGH',
      fields: [{ inputFieldName: 'firstName', ocrTextValue: 'ANNA', mrzTextValue: 'ANNA', distance: 0 }],
    },
  },
  decision: { score: 94, level: 'HIGH' },
};

export const document = {
  country: 'SVK',
  documentType: 'IDENTITY_CARD',
  documentReleaseYear: '2018',
  applicant: { firstName: 'ANNA MARIA', lastName: 'ERIKSSON', dateOfBirth: '1974-08-12' },
  documentVisualResults: [
    { name: 'surname', value: 'ERIKSSON', confidence: 95, pageSide: 'FRONT' },
    { name: 'date_of_birth', value: '12 AUG 1974', normalizedDateValue: '1974-08-12T00:00:00.0000000+00:00' },
    { name: 'date_of_issue', value: '15.04.2018', normalizedDateValue: '2018-04-15T00:00:00.1234567+02:00' },
    { name: 'document_number', value: 'D23145890', confidence: 90, pageSide: 'FRONT' },
    { name: 'nationality', value: 'UTOPIAN', confidence: 91, pageSide: 'FRONT' },
    { name: 'sex', value: 'F', confidence: 100, pageSide: 'FRONT' },
  ],
  documentMrzResults: [
    { name: 'date_of_expiry', value: '2028-04-15' },
    {
      name: 'full_string',
      value: 'I<UTOD231458907<<<<<<<<<<<<<<<^7408122F1204159UTO<<<<<<<<<<<6^ERIKSSON<<ANNA<MARIA<<<<<<<<<<',
    },
    { name: 'nationality', value: 'SVK' },
    { name: 'primary_identifier', value: 'ERIKSSON' },
  ],
  documentBarcodeResults: [{ name: 'document_number', value: 'D23145890' }],
  availableImages: ['primary_face', 'original_normalized_FRONT'],
};

export const face = {
  age: 34,
  gender: -10000,
  passiveLivenessScore: 100,
  verificationScore: 92,
  availableImages: ['face_cropped'],
};

export const images = {
  document: ['primary_face', 'signature', 'original_normalized_FRONT', 'original_normalized_BACK'],
  face: ['face_cropped', 'primary_face'],
};
