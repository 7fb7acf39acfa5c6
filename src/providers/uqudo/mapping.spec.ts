import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ProviderError } from '../kit/errors.js';
import { findingsOf } from './mapping.js';
import { policyBounds } from './policy-bounds.js';
import { sessionData } from './session-data.js';
import { requestFor } from './testing/context.js';
import { mutated } from '../kit/testing/mutated.js';
import { emiratesResult, now, passportChip, passportLines, passportResult } from './testing/results.js';

const judging = (flow: unknown = {}) => ({
  asked: sessionData(requestFor(flow)),
  applicant: null,
  bounds: policyBounds.parse({}),
  now,
});

function chipResult() {
  const result = passportResult();
  result.documents[0]!.reading = { data: { ...passportChip.data, photo: 'AAAA' } };
  result.verifications![0]!.reading = {
    enabled: true,
    passiveAuthentication: { documentDataSignatureValid: true },
  };
  return result;
}

describe('mapping of a result', () => {
  it('reads a passport from print and machine-readable zone', () => {
    const findings = findingsOf(passportResult(), judging());
    expect(findings.person).toEqual({
      firstName: 'LENA MARIE',
      lastName: 'MUSTERFRAU',
      fullName: 'LENA MARIE MUSTERFRAU',
      fullNameNative: null,
      dateOfBirth: '1990-04-17',
      sex: 'female',
      nationality: 'DEU',
      placeOfBirth: 'Musterstadt',
      address: null,
    });
    expect(findings.documents).toEqual([
      {
        type: 'passport',
        vendorType: 'PASSPORT',
        issuingCountry: 'DEU',
        number: 'X1234567',
        personalNumber: null,
        issueDate: '2021-08-16',
        expiryDate: '2031-08-15',
        mrz: { lines: passportLines('X1234567', '900417', 'F', '310815'), valid: true },
        sources: expect.objectContaining({
          dateOfBirth: ['mrz', 'visual'],
          lastName: ['visual', 'mrz'],
          issueDate: ['visual'],
        }),
        media: ['img-front', 'img-portrait', 'img-selfie'],
      },
    ]);
  });

  it('turns the scores round and keeps the vendor figures beside them', () => {
    const { checks } = findingsOf(passportResult(), judging());
    const byType = new Map(checks.map((check) => [check.type, check]));
    expect(byType.get('face_match')).toMatchObject({
      status: 'passed',
      score: 0.8,
      vendor: { matchLevel: 4, against: 'scan' },
    });
    expect(byType.get('screen_detection')).toEqual({
      type: 'screen_detection',
      status: 'passed',
      score: 0.97,
      vendor: { score: 3 },
    });
    expect(byType.get('chip')).toMatchObject({ status: 'not_performed' });
    expect(byType.get('liveness')).toMatchObject({ status: 'passed', score: null });
  });

  it('names the pictures once, with the checksum where there is one', () => {
    const result = passportResult();
    result.documents.push(structuredClone(result.documents[0]!));
    expect(findingsOf(result, judging()).media).toEqual([
      { name: 'img-front', kind: 'document_front', sha256: 'ab'.repeat(32) },
      { name: 'img-portrait', kind: 'document_portrait', sha256: null },
      { name: 'img-selfie', kind: 'selfie', sha256: null },
    ]);
  });

  it('reads a card of the Emirates with the name in Arabic, from both sides', () => {
    const { person, documents, verdict } = findingsOf(
      emiratesResult(),
      judging({ documents: [{ documentType: 'UAE_ID' }] }),
    );
    expect(person).toMatchObject({
      fullName: 'Noor Example',
      fullNameNative: 'نور مثال',
      sex: 'female',
      dateOfBirth: '1990-04-17',
    });
    expect(documents[0]).toMatchObject({
      type: 'identity_card',
      issuingCountry: 'ARE',
      number: '000111222',
      personalNumber: '784-1990-0000000-0',
      expiryDate: '2031-08-15',
      mrz: null,
    });
    expect(verdict.outcome).toBe('approved');
  });

  it('takes the chip as the first source of facts, and as none when its signature is wrong', () => {
    const read = (valid: boolean) => {
      const result = passportResult();
      result.documents[0]!.reading = passportChip;
      result.verifications![0]!.reading = {
        enabled: true,
        passiveAuthentication: { documentDataSignatureValid: valid },
      };
      return findingsOf(result, judging()).documents[0]!.sources.dateOfBirth;
    };
    expect(read(true)).toEqual(['chip', 'mrz', 'visual']);
    expect(read(false)).toEqual(['mrz', 'visual']);
  });

  it('lists the picture in each chip, whatever it is called there, and none that cannot be read', () => {
    const photo = Buffer.from('a picture').toString('base64');
    const mediaWith = (data: Record<string, unknown>) => {
      const result = passportResult();
      result.documents[0]!.reading = { data };
      const { media, documents } = findingsOf(result, judging());
      expect(documents[0]!.media).toEqual(media.map(({ name }) => name));
      return media.filter(({ kind }) => kind === 'chip_portrait');
    };
    const chip = [{ name: 'chip.0', kind: 'chip_portrait', sha256: null }];
    expect(mediaWith({ ...passportChip.data, photo, photoMimeType: 'image/jpeg' })).toEqual(chip);
    expect(mediaWith({ idNumber: '784', photography: photo })).toEqual(chip);
    for (const bad of ['', 'no Base64!', 7, null, '====']) expect(mediaWith({ photo: bad })).toEqual([]);
  });

  it('lists no picture whose name would change an address', () => {
    const result = passportResult();
    Object.assign(result.documents[0]!.scan!, { frontImageId: '..', faceImageId: '.' });
    expect(findingsOf(result, judging()).media.map(({ name }) => name)).toEqual(['img-selfie']);
  });

  it('takes a country from the side that has its code, when the other prints its name', () => {
    const result = emiratesResult();
    expect(findingsOf(result, judging()).person.nationality).toBe('ARE');
  });

  it('reads names that a card prints as first and last name', () => {
    const result = emiratesResult();
    result.documents[0]!.scan.front = { firstName: 'Noor', lastName: 'Example' } as never;
    expect(findingsOf(result, judging()).person).toMatchObject({
      firstName: 'Noor',
      lastName: 'Example',
      fullName: 'Noor Example',
    });
  });

  it('joins the parts of a name in an Emirates chip', () => {
    const result = emiratesResult();
    result.documents[0]!.scan.front = {} as never;
    const data = {
      fullName: 'NOOR,,EXAMPLE',
      arabicFullName: 'نور,,مثال',
      idNumber: '784199000000000',
      dateOfBirth: '17/04/1990',
      expiryDate: '2031-08-15',
    };
    result.documents[0]!.reading = { data };
    const { person } = findingsOf(result, judging());
    expect(person).toMatchObject({
      fullName: 'NOOR EXAMPLE',
      fullNameNative: 'نور مثال',
      dateOfBirth: '1990-04-17',
    });
  });

  it('names the place of a mismatch and none of the values', () => {
    const result = { documents: [{ documentType: 'PASSPORT', scan: 'Musterfrau' }] };
    expect(() => findingsOf(result, judging())).toThrow('result.read: unexpected body at documents.0.scan');
  });

  it('throws nothing but ProviderError, whatever the body', () => {
    const bodies = fc.oneof(
      mutated(passportResult()),
      mutated(chipResult()),
      mutated(emiratesResult()),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(bodies, (body) => {
        try {
          findingsOf(body, judging());
        } catch (error) {
          expect(error).toBeInstanceOf(ProviderError);
          expect((error as ProviderError).failure).toBe('malformed');
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('never brings text into a figure of a check but its own words', () => {
    fc.assert(
      fc.property(mutated(passportResult()), (body) => {
        try {
          const figures = findingsOf(body, judging()).checks.flatMap(({ vendor }) => Object.values(vendor));
          expect(
            figures.filter((figure) => typeof figure === 'string' && /musterfrau/i.test(figure)),
          ).toEqual([]);
        } catch (error) {
          expect(error).toBeInstanceOf(ProviderError);
        }
      }),
    );
  });
});
