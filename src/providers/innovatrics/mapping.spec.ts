import { describe, expect, it } from '@jest/globals';
import { findingsOf, type Results } from './mapping.js';
import { decision, document, face, images } from './testing/bodies.js';

const results: Results = {
  vendorStatus: 'AUTO_APPROVED',
  outcome: 'approved',
  decision,
  document,
  face,
  images,
};

describe('innovatrics findings', () => {
  it('take the verdict from the status, whatever the level says', () => {
    const low = { ...decision, decision: { score: 12, level: 'LOW' } };
    const { verdict } = findingsOf({ ...results, vendorStatus: 'MANUAL_APPROVED', decision: low });
    expect(verdict).toEqual({
      outcome: 'approved',
      decidedBy: 'provider',
      score: 12,
      level: 'low',
      reasons: [],
    });
  });

  it('tell the person from the vendor’s best reading, completed by the parts of the document', () => {
    expect(findingsOf(results).person).toEqual({
      firstName: 'ANNA MARIA',
      lastName: 'ERIKSSON',
      fullName: 'ANNA MARIA ERIKSSON',
      fullNameNative: null,
      dateOfBirth: '1974-08-12',
      sex: 'female',
      nationality: 'SVK',
      placeOfBirth: null,
      address: null,
    });
  });

  it('tell the document, with dates of seven fraction digits and the zone read again', () => {
    expect(findingsOf(results).documents).toMatchObject([
      {
        type: 'identity_card',
        vendorType: 'IDENTITY_CARD',
        issuingCountry: 'SVK',
        number: 'D23145890',
        issueDate: '2018-04-15',
        expiryDate: '2028-04-15',
        mrz: { valid: true },
        sources: { lastName: ['visual', 'mrz'], number: ['visual', 'barcode'], expiryDate: ['mrz'] },
        media: images.document,
      },
    ]);
  });

  it('do not believe a zone whose check digits are wrong', () => {
    const zone = document.documentMrzResults[1]!.value.replace('7408122', '7508122');
    const forged = { ...document, documentMrzResults: [{ name: 'full_string', value: zone }] };
    const { documents, checks } = findingsOf({ ...results, document: forged });
    expect(documents[0]?.mrz?.valid).toBe(false);
    expect(checks.filter(({ type }) => type === 'mrz')).toMatchObject([
      { status: 'passed', vendor: { factor: 'mrzValidity' } },
      { status: 'failed', vendor: { checkDigits: 'wrong' } },
    ]);
  });

  it('tell what the zone says for itself where the vendor has no factor for it', () => {
    const { checks } = findingsOf({ ...results, decision: { verifications: {} } });
    expect(checks.filter(({ type }) => type === 'mrz')).toMatchObject([
      { status: 'passed', vendor: { checkDigits: 'right' } },
    ]);
  });

  it('hold every picture once, by its kind', () => {
    expect(findingsOf(results).media.map(({ name, kind }) => [name, kind])).toEqual([
      ['primary_face', 'document_portrait'],
      ['signature', 'frame'],
      ['original_normalized_FRONT', 'document_front'],
      ['original_normalized_BACK', 'document_back'],
      ['face_cropped', 'selfie'],
    ]);
  });

  it('know the pictures from the results where the list is missing', () => {
    expect(findingsOf({ ...results, images: null }).media).toHaveLength(3);
  });

  it('are about nobody when a session was declined without a document', () => {
    const findings = findingsOf({
      ...results,
      outcome: 'declined',
      document: null,
      face: null,
      images: null,
    });
    expect(findings).toMatchObject({ person: { firstName: null }, documents: [], media: [] });
    expect(findings.verdict.reasons).toMatchObject([{ code: 'provider_declined' }]);
  });
});
