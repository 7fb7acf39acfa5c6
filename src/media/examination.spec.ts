import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { picture } from '../sandbox/kit/picture.js';
import { Examination, largestPictureBytes, type Picture } from './examination.js';

const sum = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

async function* inParts(bytes: Uint8Array, length: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += length)
    yield await Promise.resolve(bytes.subarray(at, at + length));
}

/** What passes, and what it turns out to be. */
async function examined(
  bytes: Uint8Array,
  announcedHash: string | null = null,
  partLength = 64 * 1024,
): Promise<{ passed: Buffer; picture: Picture }> {
  const examination = new Examination();
  const parts: Uint8Array[] = [];
  for await (const part of examination.through(inParts(bytes, partLength))) parts.push(part);
  return { passed: Buffer.concat(parts), picture: examination.picture(announcedHash) };
}

describe('examining a picture while it passes', () => {
  it('passes every byte on and tells type, size and hash, in whatever parts it comes', () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 30_000 }),
        fc.integer({ min: 1, max: 9_000 }),
        async (size, partLength) => {
          const bytes = picture('anybody', size);
          const { passed, picture: found } = await examined(bytes, null, partLength);
          expect(passed.equals(bytes)).toBe(true);
          expect(found).toEqual({ contentType: 'image/jpeg', bytes: bytes.length, sha256: sum(bytes) });
        },
      ),
      { numRuns: 40 },
    ));

  it.each([
    ['nothing', ''],
    ['a text', 'not a picture'],
    ['a page', '<!doctype html><script>alert(1)</script>'],
    ['a drawing that can hold scripts', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
    ['a document', '%PDF-1.7\n%\u00e2\u00e3'],
    ['an animation', 'GIF89a'],
  ])('takes no %s', async (_, text) => {
    await expect(examined(Buffer.from(text, 'latin1'))).rejects.toMatchObject({ reason: 'not_an_image' });
  });

  it('lets no byte pass of what is no picture', async () => {
    const examination = new Examination();
    const passing = examination.through(inParts(Buffer.alloc(100_000, 'x'), 1_000));
    await expect(passing.next()).rejects.toMatchObject({ reason: 'not_an_image' });
  });

  it('takes the largest picture, and none that is a byte larger', async () => {
    const largest = picture('anybody', largestPictureBytes);
    const exact = Buffer.concat([largest, Buffer.alloc(Math.max(0, largestPictureBytes - largest.length))]);
    const bytes = exact.subarray(0, largestPictureBytes);
    expect((await examined(bytes)).picture.bytes).toBe(largestPictureBytes);
    const larger = Buffer.concat([bytes, Buffer.alloc(1)]);
    await expect(examined(larger)).rejects.toMatchObject({ reason: 'too_large' });
  });

  it('refuses other bytes than those announced', async () => {
    const bytes = picture('anybody');
    expect((await examined(bytes, sum(bytes).toUpperCase())).picture.sha256).toBe(sum(bytes));
    await expect(examined(bytes, sum(Buffer.from('others')))).rejects.toMatchObject({
      reason: 'checksum_mismatch',
    });
  });
});
