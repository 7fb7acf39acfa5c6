import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { chunkLength, openStream, sealedLength, sealStream } from './sealed-stream.js';

const key = randomBytes(32);
const saltLength = 32;
const sealedChunk = chunkLength + 16;

/** Lengths around the chunks' borders, where mistakes live. */
const lengths = fc.oneof(
  fc.constantFrom(0, 1, chunkLength - 1, chunkLength, chunkLength + 1, 2 * chunkLength, 3 * chunkLength + 7),
  fc.integer({ min: 0, max: 4 * chunkLength }),
);
const cuts = fc.array(fc.integer({ min: 1, max: 3 * chunkLength }), { maxLength: 8 });

/** The bytes as they might come over a wire: in parts of the given lengths, then the rest. */
async function* arriving(bytes: Uint8Array, parts: readonly number[] = []): AsyncGenerator<Uint8Array> {
  let at = 0;
  for (const length of parts) {
    yield await Promise.resolve(bytes.subarray(at, at + length));
    at += length;
  }
  yield bytes.subarray(at);
}

async function whole(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
}

const sealed = (plain: Uint8Array, purpose = 'media:a') => whole(sealStream(key, purpose, arriving(plain)));

/** What came out before it was refused; null when it was not. */
async function releasedBeforeRefusal(bytes: Uint8Array, purpose = 'media:a'): Promise<Buffer | null> {
  const parts: Buffer[] = [];
  try {
    for await (const part of openStream(key, purpose, arriving(bytes))) parts.push(part);
    return null;
  } catch {
    return Buffer.concat(parts);
  }
}

describe('a sealed stream', () => {
  it('gives back what was sealed, however long it is and in whatever parts it comes', () =>
    fc.assert(
      fc.asyncProperty(lengths, cuts, cuts, async (length, coming, going) => {
        const plain = randomBytes(length);
        const bytes = await whole(sealStream(key, 'media:a', arriving(plain, coming)));
        expect(bytes).toHaveLength(sealedLength(length));
        expect((await whole(openStream(key, 'media:a', arriving(bytes, going)))).equals(plain)).toBe(true);
      }),
      { numRuns: 60 },
    ));

  it('is refused wherever it is cut off, and what comes out before is a true beginning', () =>
    fc.assert(
      fc.asyncProperty(lengths, fc.nat(), async (length, cut) => {
        const plain = randomBytes(length);
        const bytes = await sealed(plain);
        const released = await releasedBeforeRefusal(bytes.subarray(0, cut % bytes.length));
        expect(released && plain.subarray(0, released.length).equals(released)).toBe(true);
      }),
      { numRuns: 60 },
    ));

  it('is refused at a border between chunks as well', async () => {
    const bytes = await sealed(randomBytes(3 * chunkLength));
    for (const chunks of [0, 1, 2]) {
      const released = await releasedBeforeRefusal(bytes.subarray(0, saltLength + chunks * sealedChunk));
      expect(released?.length).toBeLessThanOrEqual(chunks * chunkLength);
    }
  });

  it('is refused with any bit turned over, before a byte of that chunk comes out', () =>
    fc.assert(
      fc.asyncProperty(lengths, fc.nat(), fc.integer({ min: 0, max: 7 }), async (length, place, bit) => {
        const bytes = await sealed(randomBytes(length));
        const at = place % bytes.length;
        bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
        const chunksBefore = Math.max(0, Math.floor((at - saltLength) / sealedChunk));
        const released = await releasedBeforeRefusal(bytes);
        expect(released?.length).toBeLessThanOrEqual(at < saltLength ? 0 : chunksBefore * chunkLength);
      }),
      { numRuns: 60 },
    ));

  it('is refused with its chunks in another order, one of them twice, or something added', async () => {
    const bytes = await sealed(randomBytes(3 * chunkLength));
    const salt = bytes.subarray(0, saltLength);
    const [a, b, c] = [0, 1, 2].map((index) =>
      bytes.subarray(saltLength + index * sealedChunk, saltLength + (index + 1) * sealedChunk),
    ) as [Buffer, Buffer, Buffer];
    for (const chunks of [
      [b, a, c],
      [a, a, b, c],
      [a, c],
      [a, b, c, c],
      [a, b, c, Buffer.from('more')],
    ]) {
      expect(await releasedBeforeRefusal(Buffer.concat([salt, ...chunks]))).not.toBeNull();
    }
  });

  it('does not open for another purpose, with another key, or with chunks of another stream', async () => {
    const plain = randomBytes(2 * chunkLength);
    const [one, other] = await Promise.all([sealed(plain), sealed(plain)]);
    expect(await releasedBeforeRefusal(one, 'media:b')).toHaveLength(0);
    const mixed = Buffer.concat([one.subarray(0, saltLength), other.subarray(saltLength)]);
    expect(await releasedBeforeRefusal(mixed)).toHaveLength(0);
    await expect(whole(openStream(randomBytes(32), 'media:a', arriving(one)))).rejects.toThrow();
  });
});
