import { describe, expect, it } from '@jest/globals';
import { checksOf, levelOf, reasonsOf } from './factors.js';
import { decision } from './testing/bodies.js';

const factor = (name: string, level: string | null, score: number | null = 40) => ({
  verifications: { [name]: { level, score } },
});

describe('innovatrics trust factors', () => {
  it('become checks whose scores go from 0 to 1', () => {
    expect(checksOf(decision).map(({ type, status, score }) => [type, status, score])).toEqual([
      ['document_expiry', 'passed', 1],
      ['document_authenticity', 'passed', 0.99],
      ['face_match', 'passed', 0.71],
      ['liveness', 'passed', 0.97],
      ['mrz', 'passed', 1],
      ['document_authenticity', 'passed', 0.98],
      ['data_consistency', 'passed', 1],
    ]);
  });

  it('leave the personal values of a cross check behind', () => {
    expect(JSON.stringify(checksOf(decision))).not.toContain('ANNA');
  });

  it.each([
    ['HIGH', 'passed'],
    ['MEDIUM', 'warning'],
    ['LOW', 'failed'],
    ['UNKNOWN', 'not_performed'],
    ['UNAVAILABLE', 'not_performed'],
    ['EXCELLENT', 'not_performed'],
    [null, 'not_performed'],
  ])('of level %s are %s', (level, status) => {
    expect(checksOf(factor('mrzValidity', level))).toMatchObject([{ type: 'mrz', status }]);
  });

  it.each([
    ['faceVerification', 'face_mismatch', 'face_match'],
    ['Applicant integrity', 'data_mismatch', 'applicant_integrity'],
    ['documentLiveness', 'document_not_authentic', 'document_authenticity'],
    ['overallOcrFieldsConfidence', 'check_failed', 'document_authenticity'],
    ['somethingNew', 'check_failed', null],
  ])('%s explains a decline as %s', (name, code, check) => {
    expect(reasonsOf(factor(name, 'LOW'))).toMatchObject([{ code, check }]);
  });

  it('keep a factor that is not known, by its name', () => {
    expect(checksOf(factor('somethingNew', 'HIGH'))).toEqual([
      {
        type: 'document_authenticity',
        status: 'passed',
        score: 0.4,
        vendor: { factor: 'somethingNew', level: 'HIGH', score: 40 },
      },
    ]);
  });

  it('name the gravest reason first, and each once', () => {
    const verifications = {
      passiveLiveness: { level: 'MEDIUM' },
      faceVerification: { level: 'LOW' },
      mrzValidity: { level: 'UNKNOWN' },
      dateOfExpiration: { level: 'UNAVAILABLE' },
      faceLiveness: { level: 'MEDIUM' },
    };
    expect(reasonsOf({ verifications }).map(({ code }) => code)).toEqual([
      'face_mismatch',
      'check_suspicious',
      'check_missing',
    ]);
  });

  it('have no level that is not one of the three', () => {
    expect(levelOf({ level: 'UNKNOWN' })).toBeNull();
    expect(levelOf(null)).toBeNull();
  });
});
