import { describe, expect, it } from '@jest/globals';
import type { Applicant } from '../kit/start.js';
import { findingsOf } from './mapping.js';
import { policyBounds } from './policy-bounds.js';
import { sessionData } from './session-data.js';
import { requestFor } from './testing/context.js';
import { now, passportChip, passportLines, passportResult, type PassportResult } from './testing/results.js';

type Change = (result: PassportResult) => void;

function verdictOf(
  change: Change,
  bounds: unknown = {},
  flow: unknown = {},
  applicant: Applicant | null = null,
) {
  const result = passportResult();
  change(result);
  const asked = sessionData(requestFor(flow));
  const { verdict } = findingsOf(result, { asked, applicant, bounds: policyBounds.parse(bounds), now });
  return { outcome: verdict.outcome, reasons: verdict.reasons.map(({ code, check }) => [code, check]) };
}

const verification = (result: PassportResult) => result.verifications![0]!;
const document = (result: PassportResult) => result.documents[0]!;
const scored =
  (block: string, score: unknown): Change =>
  (result) =>
    (verification(result)[block] = { enabled: true, score });
const faced =
  (face: Record<string, unknown> | null): Change =>
  (result) =>
    (document(result).face = face);
const front =
  (fields: Record<string, unknown>): Change =>
  (result) =>
    void Object.assign(document(result).scan!.front as object, fields);
const withChip =
  (level: number, signature: unknown): Change =>
  (result) => {
    document(result).reading = passportChip;
    document(result).face = { match: true, matchLevel: level };
    verification(result).reading = {
      enabled: true,
      passiveAuthentication: { documentDataSignatureValid: signature },
    };
    verification(result).biometric = { enabled: false };
  };
const [first, second] = passportLines('X1234567', '900417', 'F', '310815');
const forged = `${first}\n${second.slice(0, 14)}1${second.slice(15)}`;

describe('the decision policy', () => {
  it('approves a person against whom nothing speaks', () => {
    expect(verdictOf(() => undefined)).toEqual({ outcome: 'approved', reasons: [] });
  });

  it.each<[string, Change, string, string]>([
    ['a face that does not match', faced({ match: false, matchLevel: 4 }), 'face_mismatch', 'face_match'],
    [
      'a mismatch without a level',
      (r) => (faced({ match: false })(r), (verification(r).biometric = null)),
      'face_mismatch',
      'face_match',
    ],
    ['match level 1', faced({ match: true, matchLevel: 1 }), 'face_mismatch', 'face_match'],
    ['match level 2 against the chip', withChip(2, true), 'face_mismatch', 'face_match'],
    ['a chip with a wrong signature', withChip(5, false), 'chip_invalid', 'chip'],
    ['a screen above 50', scored('idScreenDetection', 50.5), 'screen_detected', 'screen_detection'],
    ['a print above 50', scored('idPrintDetection', '51'), 'print_detected', 'print_detection'],
    ['tampering above 70', scored('idPhotoTamperingDetection', 71), 'tampering_suspected', 'tampering'],
    [
      'check digits that the vendor finds wrong',
      (r) => (verification(r).mrzChecksum = { enabled: true, valid: false }),
      'mrz_invalid',
      'mrz',
    ],
    ['check digits that only we find wrong', front({ mrzText: forged }), 'mrz_invalid', 'mrz'],
    [
      'another document',
      (r) => (document(r).documentType = 'KEN_ID'),
      'document_type_unexpected',
      'document_authenticity',
    ],
  ])('declines %s', (_, change, code, check) => {
    const verdict = verdictOf(change);
    expect(verdict.outcome).toBe('declined');
    expect(verdict.reasons[0]).toEqual([code, check]);
  });

  it.each<[string, Change, string, string]>([
    ['tampering of 40', scored('idPhotoTamperingDetection', 40), 'tampering_suspected', 'tampering'],
    ['tampering of 70', scored('idPhotoTamperingDetection', 70), 'tampering_suspected', 'tampering'],
    [
      'low resolution',
      (r) => (verification(r).sourceDetection = { optimalResolution: false }),
      'image_quality_low',
      'document_authenticity',
    ],
    [
      'a partial match',
      (r) => (verification(r).dataConsistencyCheck = { fields: [{ match: 'MATCH_PARTIALLY' }] }),
      'data_inconsistent',
      'data_consistency',
    ],
    [
      'no match of data',
      (r) => (verification(r).dataConsistencyCheck = { fields: [{ match: 'NO_MATCH' }] }),
      'data_inconsistent',
      'data_consistency',
    ],
    [
      'an unknown word about data',
      (r) => (verification(r).dataConsistencyCheck = { fields: [{ match: 'HALF' }] }),
      'data_inconsistent',
      'data_consistency',
    ],
    [
      'data compared by a word that cannot be read',
      (r) => (verification(r).dataConsistencyCheck = { fields: [{ match: 'MATCH' }, { match: 7 }] }),
      'data_inconsistent',
      'data_consistency',
    ],
    [
      'a comparison of data that cannot be read',
      (r) => (verification(r).dataConsistencyCheck = { fields: 'all' }),
      'check_missing',
      'data_consistency',
    ],
    [
      'check digits that cannot be read',
      (r) => {
        front({ mrzText: null, mrzVerified: null })(r);
        verification(r).mrzChecksum = { valid: 'yes' };
      },
      'check_missing',
      'mrz',
    ],
    [
      'a background match',
      (r) => (r.backgroundCheck = { type: 'RDC', match: true, content: null }),
      'background_match',
      'background',
    ],
    [
      'a background check without an answer',
      (r) => (r.backgroundCheck = { type: 'RDC' }),
      'check_missing',
      'background',
    ],
    [
      'a document without verification',
      (r) => (r.verifications = undefined),
      'check_missing',
      'document_authenticity',
    ],
    ['a score that cannot be read', scored('idScreenDetection', 'high'), 'check_missing', 'screen_detection'],
    ['a score out of bounds', scored('idPrintDetection', -1), 'check_missing', 'print_detection'],
    [
      'a missing face',
      (r) => (faced(null)(r), (verification(r).biometric = { enabled: false })),
      'check_missing',
      'face_match',
    ],
    [
      'a failed look-up',
      (r) => (document(r).lookup = { status: 'FAILED', statusCode: 'ID_NOT_FOUND' }),
      'check_suspicious',
      'document_authenticity',
    ],
    ['a chip whose signature nobody checked', withChip(5, null), 'check_missing', 'chip'],
    ['a zone that is none', front({ mrzText: 'not a zone' }), 'check_suspicious', 'mrz'],
    ['a result without documents', (r) => (r.documents = []), 'check_missing', 'document_authenticity'],
  ])('asks for a review of %s', (_, change, code, check) => {
    expect(verdictOf(change)).toEqual({ outcome: 'review', reasons: [[code, check]] });
  });

  it.each<[string, Change]>([
    ['match level 2 against the print', faced({ match: true, matchLevel: 2 })],
    ['match level 3 against a signed chip', withChip(3, true)],
    ['a screen of 50', scored('idScreenDetection', 50)],
    [
      'checks that the account has off',
      (r) =>
        void Object.assign(verification(r), {
          idScreenDetection: { enabled: false },
          idPrintDetection: { enabled: false },
        }),
    ],
    ['a background check without a match', (r) => (r.backgroundCheck = { type: 'RDC', match: false })],
  ])('approves %s', (_, change) => {
    expect(
      verdictOf((result) => (change(result), (verification(result).biometric = { enabled: false }))),
    ).toMatchObject({ outcome: 'approved' });
  });

  it('declines an expired document unless flow or account allow it', () => {
    const [top, bottom] = passportLines('X1234567', '900417', 'F', '260519');
    const expired = front({ dateOfExpiryFormatted: '2026-05-19', mrzText: `${top}\n${bottom}` });
    expect(verdictOf(expired)).toEqual({
      outcome: 'declined',
      reasons: [['document_expired', 'document_expiry']],
    });
    expect(verdictOf(expired, { expired: 'review' }).outcome).toBe('review');
    const flow = { documents: [{ documentType: 'PASSPORT', isExpiredDocumentAllowed: true }] };
    expect(verdictOf(expired, {}, flow)).toEqual({ outcome: 'approved', reasons: [] });
  });

  it('takes a document through its last day', () => {
    const [top, bottom] = passportLines('X1234567', '900417', 'F', '260520');
    expect(
      verdictOf(front({ dateOfExpiryFormatted: '2026-05-20', mrzText: `${top}\n${bottom}` })).outcome,
    ).toBe('approved');
  });

  it('takes an exact subtype of what was asked for, and reviews when one of two documents is missing', () => {
    const subtype: Change = (result) => {
      document(result).documentType = 'OMN_ID_NATIONAL';
      verification(result).documentType = 'OMN_ID_NATIONAL';
    };
    expect(verdictOf(subtype, {}, { documents: [{ documentType: 'OMN_ID' }] }).outcome).toBe('approved');
    const two = { documents: [{ documentType: 'OMN_ID' }, { documentType: 'PASSPORT' }] };
    expect(verdictOf(subtype, {}, two)).toEqual({
      outcome: 'review',
      reasons: [['check_missing', 'document_authenticity']],
    });
  });

  it('reviews what flow or account require and the result lacks', () => {
    expect(verdictOf(() => undefined, { requiredChecks: ['chip'] })).toEqual({
      outcome: 'review',
      reasons: [['check_missing', 'chip']],
    });
    expect(verdictOf(() => undefined, { requiredChecks: ['face_match', 'mrz'] }).outcome).toBe('approved');
    expect(verdictOf(() => undefined, {}, { backgroundCheck: { enabled: true } }).reasons).toEqual([
      ['check_missing', 'background'],
    ]);
    const forced = {
      documents: [{ documentType: 'PASSPORT', reading: { enabled: true, isForceReading: true } }],
    };
    expect(verdictOf(() => undefined, { missingCheck: 'decline' }, forced)).toEqual({
      outcome: 'declined',
      reasons: [['check_missing', 'chip']],
    });
  });

  it('holds a flow that asks for a better face match than the account', () => {
    const flow = { facialRecognition: { enabled: true, scanMinimumMatchLevel: 5 } };
    expect(verdictOf(() => undefined, {}, flow).outcome).toBe('declined');
  });

  it('reviews two documents of different people', () => {
    const other: Change = (result) => {
      const second = structuredClone(document(result));
      second.scan!.front = { dateOfBirthFormatted: '1970-01-01' };
      result.documents.push(second);
      result.verifications!.push(structuredClone(verification(result)));
    };
    expect(verdictOf(other).reasons).toEqual([['data_inconsistent', 'data_consistency']]);
  });

  it('does not let one verification serve two documents', () => {
    const twice: Change = (result) => void result.documents.push(structuredClone(document(result)));
    expect(verdictOf(twice).reasons).toEqual([['check_missing', 'document_authenticity']]);
  });

  it('lets a decline outweigh a review, and names both', () => {
    const both: Change = (result) => {
      scored('idPhotoTamperingDetection', 41)(result);
      faced({ match: false, matchLevel: 2 })(result);
    };
    expect(verdictOf(both)).toEqual({
      outcome: 'declined',
      reasons: [
        ['face_mismatch', 'face_match'],
        ['tampering_suspected', 'tampering'],
      ],
    });
  });

  describe('with somebody declared', () => {
    const declared = { firstName: 'Lena', lastName: 'Musterfrau', dateOfBirth: '1990-04-17' };
    const verdictOn = (applicant: Applicant, bounds: unknown = {}) =>
      verdictOf(() => undefined, bounds, {}, applicant);
    const mismatch = [['data_mismatch', 'applicant_integrity']];

    it('approves when the document is theirs, also with a slip in the name', () => {
      expect(verdictOn(declared)).toEqual({ outcome: 'approved', reasons: [] });
      expect(verdictOn({ ...declared, lastName: 'Mustefrau' })).toEqual({ outcome: 'approved', reasons: [] });
    });

    it.each([
      ['name', { ...declared, lastName: 'Beispiel' }],
      ['date of birth', { ...declared, dateOfBirth: '1990-04-18' }],
    ])('does by the bound when the document tells another %s', (_, other) => {
      expect(verdictOn(other)).toEqual({ outcome: 'approved', reasons: [] });
      expect(verdictOn(other, { applicantMismatch: 'review' })).toEqual({
        outcome: 'review',
        reasons: mismatch,
      });
      expect(verdictOn(other, { applicantMismatch: 'decline' })).toEqual({
        outcome: 'declined',
        reasons: mismatch,
      });
    });
  });
});
