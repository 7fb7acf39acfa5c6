import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const ivLength = 12;
const tagLength = 16;

/**
 * AES-256-GCM. `purpose` names what is sealed and for whom (e.g. `session:vs_…:result`); it is
 * authenticated, so that a sealed value copied to another row does not open there.
 */
export function seal(key: Uint8Array, plain: Uint8Array, purpose: string): Uint8Array<ArrayBuffer> {
  const iv = randomBytes(ivLength);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(purpose));
  const sealed = [iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()];
  return new Uint8Array(Buffer.concat(sealed));
}

/** Throws when the key, the purpose or the bytes are not the ones that were sealed. */
export function open(key: Uint8Array, sealed: Uint8Array, purpose: string): Buffer {
  const iv = sealed.subarray(0, ivLength);
  const text = sealed.subarray(ivLength, sealed.length - tagLength);
  const decipher = createDecipheriv('aes-256-gcm', key, iv)
    .setAAD(Buffer.from(purpose))
    .setAuthTag(sealed.subarray(sealed.length - tagLength));
  return Buffer.concat([decipher.update(text), decipher.final()]);
}

export function sealJson(key: Uint8Array, value: unknown, purpose: string): Uint8Array<ArrayBuffer> {
  return seal(key, Buffer.from(JSON.stringify(value)), purpose);
}

export function openJson(key: Uint8Array, sealed: Uint8Array, purpose: string): unknown {
  return JSON.parse(open(key, sealed, purpose).toString('utf8'));
}
