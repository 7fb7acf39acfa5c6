import { createHash, createHmac, randomBytes } from 'node:crypto';
import { open, seal } from './sealed-box.js';

const keyIdLength = 8;

/**
 * The operator's master keys: the first encrypts, all decrypt. What they seal begins with the id of the
 * key, so that keys can be rotated while old values stay readable.
 */
export class KeyRing {
  private readonly keys: ReadonlyMap<string, Uint8Array>;
  /** What everything that is sealed now begins with. */
  readonly firstKeyId: Buffer;
  private readonly first: Uint8Array;

  constructor(keys: readonly Uint8Array[]) {
    const [first] = keys;
    if (!first) throw new Error('the key ring is empty');
    this.first = first;
    this.firstKeyId = keyId(first);
    this.keys = new Map(keys.map((key) => [keyId(key).toString('hex'), key]));
  }

  seal(plain: Uint8Array, purpose: string): Uint8Array<ArrayBuffer> {
    return new Uint8Array(Buffer.concat([this.firstKeyId, seal(this.first, plain, purpose)]));
  }

  open(sealed: Uint8Array, purpose: string): Buffer {
    const key = this.keys.get(Buffer.from(sealed.subarray(0, keyIdLength)).toString('hex'));
    if (!key) throw new Error('sealed with a key that is not in ENCRYPTION_KEYS');
    return open(key, sealed.subarray(keyIdLength), purpose);
  }

  /** Recognizes a text without keeping it, and without letting anybody guess at it who has no key. */
  fingerprint(text: string): string {
    return fingerprintWith(this.first, text);
  }

  /** Whether the fingerprint is this text's, made with any key of the ring. */
  recognizes(fingerprint: string, text: string): boolean {
    return [...this.keys.values()].some((key) => fingerprintWith(key, text) === fingerprint);
  }

  /** A fresh data key, in clear for use now and wrapped for storage. */
  newDataKey(purpose: string): DataKey {
    const key = randomBytes(32);
    return { key, wrapped: this.seal(key, purpose) };
  }
}

export interface DataKey {
  readonly key: Uint8Array;
  readonly wrapped: Uint8Array<ArrayBuffer>;
}

function fingerprintWith(key: Uint8Array, text: string): string {
  return createHmac('sha256', key).update('idv fingerprint').update(text).digest('base64url');
}

function keyId(key: Uint8Array): Buffer {
  return createHash('sha256').update('idv key id').update(key).digest().subarray(0, keyIdLength);
}
