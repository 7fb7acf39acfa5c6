import { createHash } from 'node:crypto';
import { picture } from '{{sandboxKit}}/picture.js';
import type { Verification } from './verifications.js';

export const imageNames = ['front', 'back', 'selfie'];

export function imageOf({ id }: Verification, name: string): Buffer {
  return picture(`${id} ${name}`);
}

/** Only the face tells the plays apart. */
const faces: Readonly<Record<string, { result: string; score: number }>> = {
  approved: { result: 'pass', score: 97 },
  review: { result: 'unsure', score: 55 },
  declined: { result: 'fail', score: 9 },
};

export function resultOf(verification: Verification, told: { expired: boolean }) {
  const { id, status } = verification;
  const face = faces[status];
  return {
    id,
    status,
    score: face?.score,
    person: {
      firstName: 'Amal',
      lastName: 'Testperson',
      dateOfBirth: '1991-01-31',
      sex: 'F',
      nationality: 'SVK',
    },
    document: {
      type: 'id_card',
      country: 'SVK',
      number: 'ZZ123456',
      issuedOn: '2021-03-17',
      expiresOn: told.expired ? `${new Date().getUTCFullYear() - 1}-03-17` : '2041-03-17',
    },
    checks: [
      { name: 'document', result: 'pass', score: 99 },
      { name: 'expiry', result: told.expired ? 'fail' : 'pass', score: null },
      { name: 'face', ...face },
      { name: 'liveness', result: 'pass', score: 98 },
    ],
    images: imageNames.map((name) => ({ name, sha256: sha256(imageOf(verification, name)) })),
  };
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
