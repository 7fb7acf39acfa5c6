import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { KeyRing } from './key-ring.js';
import { openJson, sealJson } from './sealed-box.js';

const [oldKey, newKey] = [randomBytes(32), randomBytes(32)];
const text = Buffer.from('something secret');

describe('the key ring', () => {
  it('opens what an older key sealed after a new key has been put first', () => {
    const sealed = new KeyRing([oldKey]).seal(text, 'purpose');
    expect(new KeyRing([newKey, oldKey]).open(sealed, 'purpose').equals(text)).toBe(true);
  });

  it('refuses what was sealed with a key it does not have, and says which setting is at fault', () => {
    const sealed = new KeyRing([oldKey]).seal(text, 'purpose');
    expect(() => new KeyRing([newKey]).open(sealed, 'purpose')).toThrow('ENCRYPTION_KEYS');
  });

  it('refuses a sealed value that was moved to another place or altered', () => {
    const ring = new KeyRing([oldKey]);
    const sealed = ring.seal(text, 'session:a:result');
    expect(() => ring.open(sealed, 'session:b:result')).toThrow();
    for (const index of [8, 20, sealed.length - 1]) {
      const altered = Uint8Array.from(sealed);
      altered[index] = (altered[index] ?? 0) ^ 1;
      expect(() => ring.open(altered, 'session:a:result')).toThrow();
    }
  });

  it('never seals the same text to the same bytes', () => {
    const ring = new KeyRing([oldKey]);
    expect(Buffer.from(ring.seal(text, 'p')).equals(ring.seal(text, 'p'))).toBe(false);
  });

  it('recognizes a text by a fingerprint made with any of its keys, and no other', () => {
    const fingerprint = new KeyRing([oldKey]).fingerprint('a body');
    expect(new KeyRing([newKey, oldKey]).recognizes(fingerprint, 'a body')).toBe(true);
    expect(new KeyRing([newKey]).recognizes(fingerprint, 'a body')).toBe(false);
    expect(new KeyRing([oldKey]).recognizes(fingerprint, 'another body')).toBe(false);
  });

  it('gives data keys that only their own wrapping opens', () => {
    const ring = new KeyRing([oldKey]);
    const { key, wrapped } = ring.newDataKey('session:a');
    expect(ring.open(wrapped, 'session:a').equals(key)).toBe(true);
    expect(openJson(key, sealJson(key, { a: 1 }, 'p'), 'p')).toEqual({ a: 1 });
  });
});
