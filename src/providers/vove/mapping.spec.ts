import { describe, expect, it } from '@jest/globals';
import { findingsOf } from './mapping.js';
import { idDocument, user } from './testing/bodies.js';

const withDocument = (changes: object) => ({ ...user, documents: [{ ...idDocument, ...changes }] });

describe('vove findings', () => {
  it('tell the person, with the address from its proof', () => {
    expect(findingsOf(user, 'approved').person).toEqual({
      firstName: 'ANNA MARIA',
      lastName: 'ERIKSSON',
      fullName: 'ANNA MARIA ERIKSSON',
      fullNameNative: null,
      dateOfBirth: '1974-08-12',
      sex: 'female',
      nationality: null,
      placeOfBirth: 'ZENITH',
      address: '2 INVENTED STREET',
    });
  });

  it('tell the documents, with dates in both formats and the zone read again', () => {
    expect(findingsOf(user, 'approved').documents).toMatchObject([
      {
        type: 'passport',
        vendorType: 'Passport',
        number: 'L898902C3',
        personalNumber: 'ZE184226B',
        issueDate: '2002-04-15',
        expiryDate: '2012-04-15',
        mrz: { valid: true },
        sources: { lastName: ['visual', 'mrz'], personalNumber: ['mrz'], placeOfBirth: ['visual'] },
        media: ['front', 'back', 'photo', 'frontCropped', 'backCropped'].map((one) => `ID_DOCUMENT.${one}`),
      },
      {
        type: 'other',
        vendorType: 'ADDRESS_PROOF',
        issueDate: '2026-02-01',
        media: ['front', 'back', 'frontCropped', 'backCropped'].map((one) => `ADDRESS_PROOF.${one}`),
      },
    ]);
  });

  it.each([
    [{ type: 'Driver License', stepId: 'DRIVER_LICENSE' }, 'driving_licence'],
    [{ type: undefined, stepId: 'DRIVING_LICENSE' }, 'driving_licence'],
    [{ type: 'NATIONAL_ID' }, 'identity_card'],
    [{ type: undefined }, 'passport'],
    [{ type: 'unheard of', mrzLine2: undefined }, 'other'],
    [{ type: 'constructor', mrzLine1: 'P<UTO' }, 'other'],
  ])('know the kind of document of %j', (changes, type) => {
    expect(findingsOf(withDocument(changes), 'approved').documents[0]?.type).toBe(type);
  });

  it('take nothing from a zone whose check digits are wrong', () => {
    const mrzLine2 = idDocument.mrzLine2.replace('7408122', '7508122');
    const findings = findingsOf(withDocument({ mrzLine2 }), 'approved');
    expect(findings.documents[0]).toMatchObject({ personalNumber: null, mrz: { valid: false } });
    expect(findings.checks).toContainEqual(expect.objectContaining({ type: 'mrz', status: 'failed' }));
  });

  it('turn a date that is none into null and a warning on its field', () => {
    const findings = findingsOf(
      withDocument({ dateOfBirth: '08/31/1974', dateOfExpiration: '' }),
      'approved',
    );
    expect(findings.person.dateOfBirth).toBeNull();
    expect(findings.checks).toContainEqual({
      type: 'data_consistency',
      status: 'warning',
      score: null,
      vendor: { dateOfBirth: 'unreadable' },
    });
  });

  it.each([
    [{ reason: 'DOCUMENT_INFO_MISMATCHED' }, 'data_mismatch', 'applicant_integrity'],
    [{ reasons: ['AML_CHECK', 'AML_CHECK', 'SOMETHING'] }, 'background_match', 'background'],
  ])('explain a decline for %j', (told, code, type) => {
    const findings = findingsOf({ ...user, status: 'suspected', ...told }, 'declined');
    expect(findings.verdict).toMatchObject({ outcome: 'declined', reasons: [{ code, check: type }] });
    expect(findings.checks).toContainEqual(expect.objectContaining({ type, status: 'failed' }));
  });

  it.each([
    ['declined', 'provider_declined'],
    ['review', 'provider_review'],
  ] as const)('say no more than the vendor of a session %s without a reason', (outcome, code) => {
    expect(findingsOf(user, outcome).verdict.reasons).toMatchObject([{ code, check: null }]);
  });

  it('have reasons for everything but an approval', () => {
    expect(findingsOf({ ...user, reason: 'AML_CHECK' }, 'approved').verdict.reasons).toEqual([]);
  });

  it('name every picture once', () => {
    const findings = findingsOf({ ...user, documents: [idDocument, idDocument] }, 'approved');
    expect(findings.media.map(({ name, kind }) => [name, kind])).toEqual([
      ['selfie', 'selfie'],
      ['ID_DOCUMENT.front', 'document_front'],
      ['ID_DOCUMENT.back', 'document_back'],
      ['ID_DOCUMENT.photo', 'document_portrait'],
      ['ID_DOCUMENT.frontCropped', 'frame'],
      ['ID_DOCUMENT.backCropped', 'frame'],
    ]);
  });
});
