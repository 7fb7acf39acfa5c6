import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { compactDecrypt, decodeJwt, decodeProtectedHeader, importPKCS8 } from 'jose';
import { z } from 'zod';
import { Customer } from '../testing/customer.js';

describe('signed results of the uqudo sandbox', () => {
  let customer: Customer;
  beforeAll(async () => {
    customer = await Customer.of();
  });
  afterEach(() => customer.control.reset());
  afterAll(() => customer.close());

  const finished = async (disturbance?: string, more: Record<string, unknown> = {}) => {
    const { sessionId } = await customer.create();
    await customer.control.play(sessionId, 'approved');
    if (disturbance) await customer.disturb(disturbance, { session: sessionId, ...more });
    return sessionId;
  };
  const publishedKids = async () => {
    const keys = z.object({ keys: z.array(z.object({ kid: z.string(), kty: z.literal('RSA') })) });
    return keys
      .parse(await (await customer.fetch('/api/.well-known/jwks.json')).json())
      .keys.map(({ kid }) => kid);
  };

  it('carry a published RS256 key, the client, the session and an expiry', async () => {
    const sessionId = await finished();
    const jws = await customer.jws(sessionId);
    expect(decodeProtectedHeader(jws)).toEqual({ alg: 'RS256', kid: (await publishedKids())[0] });
    const { aud, iat = 0, exp } = await customer.verified(sessionId, jws);
    expect(aud).toBe(customer.sandbox.account.credentials.clientId);
    expect(exp).toBe(iat + 1800);
  });

  it.each([
    ['wrong_aud', /aud/],
    ['wrong_iss', /iss/],
    ['wrong_jti', /another session/],
    ['expired_jws', /exp/],
    ['wrong_key', /signature/],
    ['unknown_kid', /no applicable key/],
    ['alg_none', /alg/],
    ['alg_hs256', /alg/],
    ['other_sessions_result', /another session/],
  ])('do not verify under %s', async (disturbance, reason) => {
    const sessionId = await finished(disturbance, { times: 1 });
    await expect(customer.verified(sessionId)).rejects.toThrow(reason);
    await expect(customer.verified(sessionId)).resolves.toMatchObject({ jti: sessionId });
  });

  it('are another session’s own and genuine when told', async () => {
    const first = await finished();
    const second = await finished('other_sessions_result');
    expect(decodeJwt(await customer.jws(second)).jti).toBe(first);
  });

  it('verify after a rotation of the key, the older ones too', async () => {
    const sessionId = await finished();
    const before = await customer.jws(sessionId);
    await customer.disturb('kid_rotation', { times: 1 });
    const after = await customer.jws(sessionId);
    expect(decodeProtectedHeader(after).kid).not.toBe(decodeProtectedHeader(before).kid);
    for (const jws of [before, after]) {
      expect(await customer.verified(sessionId, jws)).toMatchObject({ jti: sessionId });
    }
  });

  it('come encrypted to the account’s key when told', async () => {
    const sessionId = await finished('encrypted_result');
    const jwe = await customer.jws(sessionId);
    expect(jwe.split('.')).toHaveLength(5);
    const key = await importPKCS8(customer.sandbox.account.credentials.decryptionKey ?? '', 'RSA-OAEP-256');
    const { plaintext } = await compactDecrypt(jwe, key);
    expect(await customer.verified(sessionId, new TextDecoder().decode(plaintext))).toMatchObject({
      jti: sessionId,
    });
  });
});
