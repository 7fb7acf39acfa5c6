import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ProviderError } from '{{kit}}/errors.js';
import { readBody } from '{{kit}}/failures.js';
import { mutated } from '{{kit}}/testing/mutated.js';
import { findingsOf } from './mapping.js';
import { result } from './wire.js';

/** Invented. */
const body = {
  id: 'ver_1',
  status: 'review',
  score: 55,
  person: { firstName: 'Amal', lastName: 'Testperson', dateOfBirth: '1991-01-31', nationality: 'SVK' },
  document: { type: 'passport', country: 'SVK', number: 'ZZ123456', expiresOn: '2041-03-17' },
  checks: [{ name: 'face', result: 'unsure', score: 55 }],
  images: [{ name: 'selfie', sha256: null }],
};

it('no result body, however mutated, throws anything but a ProviderError, or is approved without the word', () => {
  fc.assert(
    fc.property(mutated(body), (vendorBody) => {
      try {
        const read = readBody('result.read', result, vendorBody);
        if (findingsOf(read).verdict.outcome === 'approved') expect(read.status).toBe('approved');
      } catch (error) {
        expect(error).toBeInstanceOf(ProviderError);
      }
    }),
  );
});
