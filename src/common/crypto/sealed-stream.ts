import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const saltLength = 32;
const tagLength = 16;
/** Bytes of the plain stream in each sealed chunk but the last. */
export const chunkLength = 64 * 1024;

/**
 * Seals a stream of any length without ever holding more of it than a chunk: a salt, then chunks under
 * AES-256-GCM. The key of the chunks is made from `key`, the salt and `purpose`, so no two streams share
 * one; each chunk's nonce is its place and whether it is the last, so none can be left out, moved or cut off.
 */
export async function* sealStream(
  key: Uint8Array,
  purpose: string,
  plain: AsyncIterable<Uint8Array>,
): AsyncGenerator<Buffer> {
  const salt = randomBytes(saltLength);
  const chunkKey = keyOf(key, salt, purpose);
  yield salt;
  let place = 0;
  for await (const { bytes, last } of inChunks(plain, chunkLength)) {
    const cipher = createCipheriv('aes-256-gcm', chunkKey, nonceOf(place, last));
    yield Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
    place += 1;
  }
}

/**
 * Gives the plain stream back, each chunk only once it is proven. Throws at the first chunk that is not
 * as it was sealed, also when the end is missing.
 */
export async function* openStream(
  key: Uint8Array,
  purpose: string,
  sealed: AsyncIterable<Uint8Array>,
): AsyncGenerator<Buffer> {
  let chunkKey: Uint8Array | null = null;
  let place = 0;
  for await (const { bytes, last } of inChunks(sealed, chunkLength + tagLength, saltLength)) {
    if (!chunkKey) {
      if (bytes.length < saltLength || last) throw new Error('a sealed stream is cut short');
      chunkKey = keyOf(key, bytes, purpose);
      continue;
    }
    if (bytes.length < tagLength) throw new Error('a sealed stream is cut short');
    const text = bytes.subarray(0, bytes.length - tagLength);
    const decipher = createDecipheriv('aes-256-gcm', chunkKey, nonceOf(place, last), {
      authTagLength: tagLength,
    }).setAuthTag(bytes.subarray(text.length));
    yield Buffer.concat([decipher.update(text), decipher.final()]);
    place += 1;
  }
}

/** How long so many bytes are once sealed. */
export function sealedLength(plainLength: number): number {
  const chunks = Math.max(1, Math.ceil(plainLength / chunkLength));
  return saltLength + plainLength + chunks * tagLength;
}

function keyOf(key: Uint8Array, salt: Uint8Array, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', key, salt, `sealed stream ${purpose}`, 32));
}

/** 12 bytes: the chunk's place, and 1 for the last. */
function nonceOf(place: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUInt32BE(place, 7);
  nonce.writeUInt8(last ? 1 : 0, 11);
  return nonce;
}

interface Chunk {
  readonly bytes: Buffer;
  readonly last: boolean;
}

/** The stream cut into chunks of `length`, the first of `firstLength`; the last is what is left, and only empty if all is. */
async function* inChunks(
  stream: AsyncIterable<Uint8Array>,
  length: number,
  firstLength = length,
): AsyncGenerator<Chunk> {
  let wanted = firstLength;
  let parts: Uint8Array[] = [];
  let held = 0;
  for await (const part of stream) {
    parts.push(part);
    held += part.length;
    if (held <= wanted) continue;
    let rest = Buffer.concat(parts);
    while (rest.length > wanted) {
      yield { bytes: rest.subarray(0, wanted), last: false };
      rest = rest.subarray(wanted);
      wanted = length;
    }
    parts = [rest];
    held = rest.length;
  }
  yield { bytes: Buffer.concat(parts), last: true };
}
