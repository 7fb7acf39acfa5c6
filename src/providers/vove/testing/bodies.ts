/** Invented vendor bodies. The machine-readable zone is the specimen of ICAO 9303. */

export const idDocument = {
  stepId: 'ID_DOCUMENT',
  type: 'Passport',
  firstName: 'ANNA MARIA',
  lastName: 'ERIKSSON',
  dateOfBirth: '12/08/1974',
  dateOfIssue: '2002-04-15',
  dateOfExpiration: '15/04/2012',
  sex: 'F',
  address1: '1 INVENTED STREET',
  issuingAuthority: 'UTOPIA',
  placeOfBirth: 'ZENITH',
  mrzLine1: 'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
  mrzLine2: 'L898902C36UTO7408122F1204159ZE184226B<<<<<10',
  idNumber: 'L898902C3',
  matchLevel: 7,
  digitalIDSpoof: 'LIKELY_PHYSICAL_ID',
  faceOnDocumentSpoof: 'LIKELY_ORIGINAL_FACE',
  textOnDocumentSpoof: 'word of tomorrow',
  mrzStatus: 'SUCCESS',
};

export const addressProof = {
  stepId: 'ADDRESS_PROOF',
  docTypes: ['UTILITY_BILL'],
  fullName: 'ANNA MARIA ERIKSSON',
  issueDate: '01/02/2026',
  issuerName: 'INVENTED POWER',
  address: '2 INVENTED STREET',
};

export const user = {
  _id: '66f1f1dd3a091e401033b270',
  refId: 'user-42',
  status: 'successful',
  createdAt: '2026-02-01T09:00:00.000Z',
  updatedAt: '2026-03-01T10:05:00.000Z',
  flowId: 'flow-1',
  sessionId: 'vendor-session-1',
  sessions: ['vendor-session-0', 'vendor-session-1'],
  documents: [idDocument, addressProof],
  metadata: {},
};
