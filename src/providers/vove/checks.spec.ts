import { describe, expect, it } from '@jest/globals';
import { documentChecks } from './checks.js';
import { idDocument } from './testing/bodies.js';

const checkOf = (changes: object, type: string) =>
  documentChecks({ stepId: 'ID_DOCUMENT', ...changes }).find((check) => check.type === type);

describe('vove checks', () => {
  it('tell each field of a document, with the vendor’s words beside', () => {
    expect(documentChecks(idDocument)).toEqual([
      {
        type: 'screen_detection',
        status: 'passed',
        score: null,
        vendor: { digitalIDSpoof: 'LIKELY_PHYSICAL_ID' },
      },
      {
        type: 'tampering',
        status: 'passed',
        score: null,
        vendor: { faceOnDocumentSpoof: 'LIKELY_ORIGINAL_FACE' },
      },
      {
        type: 'tampering',
        status: 'not_performed',
        score: null,
        vendor: { textOnDocumentSpoof: 'unreadable' },
      },
      { type: 'mrz', status: 'passed', score: null, vendor: { mrzStatus: 'SUCCESS' } },
      { type: 'face_match', status: 'passed', score: 0.7, vendor: { matchLevel: 7 } },
    ]);
  });

  it.each([
    ['genuine', 'passed'],
    ['SPOOFED', 'failed'],
    ['CANNOT_CONFIRM_ID_IS_AUTHENTIC', 'warning'],
    ['perhaps', 'not_performed'],
    ['constructor', 'not_performed'],
    [false, 'not_performed'],
    [0, 'not_performed'],
    [{}, 'not_performed'],
  ])('read the word %j as %s', (digitalIDSpoof, status) => {
    expect(checkOf({ digitalIDSpoof }, 'screen_detection')?.status).toBe(status);
  });

  it.each([
    [0, 'failed', 0],
    [5, 'warning', 0.5],
    [10, 'passed', 1],
    [11, undefined, undefined],
    [-1, undefined, undefined],
    ['7', undefined, undefined],
    [null, undefined, undefined],
  ])('read the match level %j as %s', (matchLevel, status, score) => {
    const check = checkOf({ matchLevel }, 'face_match');
    expect([check?.status, check?.score]).toEqual([status, score]);
  });

  it.each([
    ['SUCCESS', idDocument.mrzLine2, 'passed'],
    ['FAILED', idDocument.mrzLine2, 'failed'],
    ['SUCCESS', idDocument.mrzLine2.replace('7408122', '7508122'), 'failed'],
    ['SUCCESS', 'cut off', 'passed'],
    [undefined, 'cut off', 'not_performed'],
  ])('count the worse reading of the zone: %s and %s', (mrzStatus, mrzLine2, status) => {
    expect(checkOf({ mrzStatus, mrzLine1: idDocument.mrzLine1, mrzLine2 }, 'mrz')?.status).toBe(status);
  });

  it('are none where the vendor tells nothing', () => {
    expect(documentChecks({ stepId: 'ID_DOCUMENT' })).toEqual([]);
  });
});
