import { generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CompactEncrypt, SignJWT, UnsecuredJWT } from 'jose';
import { ProviderError } from '../kit/errors.js';
import { provenData } from './proof.js';
import { contextOf, type TestContext } from './testing/context.js';
import { sameToken } from './testing/same-token.js';
import { TestVendor } from './testing/vendor.js';

const session = '00000000-0000-4000-8000-00000000000a';
const data = { documents: [] };

let vendor: TestVendor;
let ctx: TestContext;

beforeEach(async () => {
  vendor = await TestVendor.start();
  ctx = contextOf(vendor.account);
});

afterEach(async () => {
  await ctx.close();
  await vendor.close();
});

async function refusalOf(token: string, context: TestContext = ctx): Promise<string | undefined> {
  const error = await provenData(context, session, token).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ProviderError);
  expect((error as ProviderError).failure).toBe('untrusted');
  return (error as ProviderError).details.cause;
}

describe('the proof of a result', () => {
  it('holds for a result of this session and account', async () => {
    expect(await provenData(ctx, session, await vendor.sign(session, data))).toEqual(data);
  });

  it.each<[string, Record<string, unknown>]>([
    ['wrong_issuer', { iss: 'https://other.example' }],
    ['wrong_audience', { aud: 'client-2' }],
    ['wrong_audience', { aud: ['client-1', 'client-2'] }],
    ['no_session', { jti: undefined }],
    ['no_session', { jti: 7 }],
    ['wrong_session', { jti: '00000000-0000-4000-8000-00000000000b' }],
    ['expired', { exp: Math.floor(Date.now() / 1000) - 1 }],
    ['no_expiry', { exp: undefined }],
  ])('is refused as %s', async (cause, claims) => {
    expect(await refusalOf(await vendor.sign(session, data, claims))).toBe(cause);
  });

  it('is refused for any algorithm but RS256', async () => {
    const claims = { iss: 'https://id.uqudo.io', aud: 'client-1', jti: session, exp: 9_999_999_999, data };
    const hmac = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256', kid: 'key-1' })
      .sign(Buffer.alloc(32));
    expect(await refusalOf(hmac)).toBe('wrong_algorithm');
    expect(await refusalOf(new UnsecuredJWT(claims).encode())).toBe('wrong_algorithm');
  });

  it('is refused when a single character of it is changed', async () => {
    const token = await vendor.sign(session, data);
    const at = token.lastIndexOf('.') + 20;
    const changed = token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1);
    expect(await refusalOf(changed)).toBe('bad_signature');
  });

  it('fetches the keys once, and once more for an unknown key', async () => {
    const fetched = () => vendor.calls.filter((call) => call.endsWith('jwks.json')).length;
    await provenData(ctx, session, await vendor.sign(session, data));
    await provenData(ctx, session, await vendor.sign(session, data));
    expect(fetched()).toBe(1);
    await vendor.rotate('key-2');
    await provenData(ctx, session, await vendor.sign(session, data));
    expect(fetched()).toBe(2);
    vendor.kid = 'key-3';
    const unknown = await vendor.sign(session, data);
    vendor.kid = 'key-2';
    expect(await refusalOf(unknown)).toBe('unknown_key');
    expect(fetched()).toBe(3);
  });

  it('is refused when the key of that name is another one', async () => {
    await provenData(ctx, session, await vendor.sign(session, data));
    await vendor.rotate('key-1');
    expect(await refusalOf(await vendor.sign(session, data))).toBe('bad_signature');
  });

  it.each([
    ['RSA', generateKeyPairSync('rsa', { modulusLength: 2048 }), 'RSA-OAEP-256'],
    ['EC', generateKeyPairSync('ec', { namedCurve: 'P-256' }), 'ECDH-ES'],
  ])(
    'holds for an encrypted result with the right %s key only',
    async (_, { publicKey, privateKey }, alg) => {
      const encrypt = new CompactEncrypt(Buffer.from(await vendor.sign(session, data)));
      const token = await encrypt.setProtectedHeader({ alg, enc: 'A256GCM' }).encrypt(publicKey);
      expect(await refusalOf(token)).toBe('encrypted_without_key');

      const withKey = async (key: typeof privateKey) => {
        const decryptionKey = key.export({ type: 'pkcs8', format: 'pem' }) as string;
        const { settings, credentials } = vendor.account;
        return contextOf({ settings, credentials: { ...(credentials as object), decryptionKey } });
      };
      const right = await withKey(privateKey);
      expect(await provenData(right, session, token)).toEqual(data);
      const wrong = await withKey(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey);
      expect(await refusalOf(token, wrong)).toBe('decryption_failed');
      await Promise.all([right.close(), wrong.close()]);
    },
  );

  it('throws nothing but ProviderError, and never holds, for a mutated token', async () => {
    const token = await vendor.sign(session, data);
    const change = fc.record({
      at: fc.nat(token.length),
      length: fc.nat(5),
      text: fc.string({ maxLength: 5 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.oneof(change, fc.string()), async (how) => {
        const mutant =
          typeof how === 'string'
            ? how
            : token.slice(0, how.at) + how.text + token.slice(how.at + how.length);
        fc.pre(!sameToken(mutant, token));
        await refusalOf(mutant);
      }),
    );
  });
});
