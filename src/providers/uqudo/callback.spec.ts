import { generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CompactEncrypt } from 'jose';
import type { CallbackRequest } from '../kit/callback.js';
import { ProviderError } from '../kit/errors.js';
import { readCallback, verifyCallback } from './callback.js';
import { contextOf, type TestContext } from './testing/context.js';
import { sameToken } from './testing/same-token.js';
import { TestVendor } from './testing/vendor.js';

const session = '00000000-0000-4000-8000-00000000000a';
const data = { documents: [] };
const basicAuth = { callbackUser: 'uqudo', callbackPassword: 'pass:wörd' };
const headerAuth = { callbackHeader: 'X-Callback-Key', callbackHeaderValue: 'invented value' };
const basic = (pair: string) => ({ authorization: `Basic ${Buffer.from(pair).toString('base64')}` });

let vendor: TestVendor;
let contexts: TestContext[];

beforeEach(async () => {
  vendor = await TestVendor.start();
  contexts = [];
});

afterEach(async () => {
  await Promise.all(contexts.map((ctx) => ctx.close()));
  await vendor.close();
});

function account(more: Record<string, string> = {}): TestContext {
  const { settings, credentials } = vendor.account;
  const ctx = contextOf({ settings, credentials: { ...(credentials as object), ...more } });
  contexts.push(ctx);
  return ctx;
}

function callback(jwsResult: unknown, headers: CallbackRequest['headers'] = {}): CallbackRequest {
  return { headers, body: Buffer.from(JSON.stringify({ jwsResult })) };
}

async function refusalOf(ctx: TestContext, request: CallbackRequest): Promise<string | undefined> {
  const error = await verifyCallback(ctx, request).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ProviderError);
  expect((error as ProviderError).failure).toBe('untrusted');
  return (error as ProviderError).details.cause;
}

describe('a webhook of uqudo', () => {
  it('counts by the result in it alone where the account sets up no authorization, and names its session', async () => {
    const request = callback(await vendor.sign(session, data));
    expect(await verifyCallback(account(), request)).toEqual({
      deliveryId: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(await readCallback(account(), request)).toEqual({
      about: { vendorSessionId: session },
      vendorStatus: 'INFO',
      kind: 'news',
    });
  });

  it.each([
    ['Basic', basicAuth, basic('uqudo:pass:wörd')],
    ['a header', headerAuth, { 'x-callback-key': 'invented value' }],
    ['either of both', { ...basicAuth, ...headerAuth }, basic('uqudo:pass:wörd')],
    ['either of both', { ...basicAuth, ...headerAuth }, { 'x-callback-key': 'invented value' }],
  ])('counts with %s where the account says so', async (_, credentials, headers) => {
    const request = callback(await vendor.sign(session, data), headers);
    await expect(verifyCallback(account(credentials), request)).resolves.toBeDefined();
  });

  it.each<[string, Record<string, string>, Record<string, string>]>([
    ['no credentials', basicAuth, {}],
    ['another password', basicAuth, basic('uqudo:pass')],
    ['another user', basicAuth, basic('somebody:pass:wörd')],
    ['another scheme', basicAuth, { authorization: 'Bearer uqudo' }],
    ['credentials that are no Base64', basicAuth, { authorization: 'Basic %%%' }],
    ['no header', headerAuth, basic('uqudo:pass:wörd')],
    ['another value', headerAuth, { 'x-callback-key': 'invented' }],
    ['an empty value', headerAuth, { 'x-callback-key': '' }],
  ])('is refused with %s, before anything is fetched', async (_, credentials, headers) => {
    const request = callback(await vendor.sign(session, data), headers);
    expect(await refusalOf(account(credentials), request)).toBe('bad_credentials');
    expect(vendor.calls).toEqual([]);
  });

  it.each<[string, Record<string, unknown>]>([
    ['wrong_issuer', { iss: 'https://other.example' }],
    ['wrong_audience', { aud: 'client-2' }],
    ['no_session', { jti: undefined }],
    ['expired', { exp: Math.floor(Date.now() / 1000) - 1 }],
    ['no_expiry', { exp: undefined }],
  ])('is refused as %s although its credentials are right', async (cause, claims) => {
    const request = callback(await vendor.sign(session, data, claims), basic('uqudo:pass:wörd'));
    expect(await refusalOf(account(basicAuth), request)).toBe(cause);
  });

  it('is the same delivery when it is repeated, and another one for a new result', async () => {
    const deliveryOf = async (token: string) => (await verifyCallback(account(), callback(token))).deliveryId;
    const token = await vendor.sign(session, data);
    const again = await deliveryOf(` "${token}" `);
    expect(again).toBe(await deliveryOf(token));
    expect(await deliveryOf(await vendor.sign(session, { documents: [{}] }))).not.toBe(again);
  });

  it('opens with the key of the account when it is encrypted, as the same delivery each time', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const token = await vendor.sign(session, data);
    const encrypted = async () => {
      const encrypt = new CompactEncrypt(Buffer.from(token));
      return callback(
        await encrypt.setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM' }).encrypt(publicKey),
      );
    };
    const decryptionKey = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
    const ctx = account({ decryptionKey });
    const first = await encrypted();
    expect(await verifyCallback(ctx, await encrypted())).toEqual(await verifyCallback(ctx, first));
    expect(await readCallback(ctx, first)).toMatchObject({ about: { vendorSessionId: session } });
    expect(await refusalOf(account(), first)).toBe('encrypted_without_key');
  });

  it('is still read when its result has expired since it was verified', async () => {
    const request = callback(await vendor.sign(session, data, {}, Date.now() - 86_400_000));
    expect(await refusalOf(account(), request)).toBe('expired');
    expect(await readCallback(account(), request)).toMatchObject({ about: { vendorSessionId: session } });
  });

  it.each(['', '{', '[]', '{}', '{"jwsResult":7}', '{"jwsResult":"a.b"}', '{"jwsResult":"a.b.c"}'])(
    'with the body %s is refused, and read as malformed',
    async (body) => {
      const request = { headers: {}, body: Buffer.from(body) };
      expect(await refusalOf(account(), request)).toMatch(/unreadable|wrong_algorithm/);
      await expect(readCallback(account(), request)).rejects.toMatchObject({ failure: 'malformed' });
    },
  );

  it('cannot be used to flood uqudo: names of keys that nobody has are looked up a number of times a minute', async () => {
    const ctx = account();
    await verifyCallback(ctx, callback(await vendor.sign(session, data)));
    const known = vendor.kid;
    vendor.kid = 'unheard-of';
    const forged = callback(await vendor.sign(session, data));
    vendor.kid = known;
    const failureOf = (error: unknown) => (error as ProviderError).failure;
    let failure: unknown = 'untrusted';
    for (let sent = 0; sent < 20_000 && failure === 'untrusted'; sent += 1) {
      failure = await verifyCallback(ctx, forged).catch(failureOf);
    }
    // Not a refusal: the key may be a new one, and the vendor repeats what was not taken.
    expect(failure).toBe('unavailable');
    expect(vendor.calls.filter((call) => call.endsWith('jwks.json'))).toHaveLength(61);
    await expect(verifyCallback(ctx, callback(await vendor.sign(session, data)))).resolves.toBeDefined();
  });

  it('counts only when it is authentic, whatever its bytes and headers', async () => {
    const ctx = account(headerAuth);
    const token = await vendor.sign(session, data);
    const genuine = callback(token, { 'x-callback-key': 'invented value' });
    const text = Buffer.from(genuine.body).toString();
    const edit = fc.record({ at: fc.nat(text.length), length: fc.nat(5), put: fc.string({ maxLength: 5 }) });
    const bodies = fc.oneof(
      edit.map(({ at, length, put }) => Buffer.from(text.slice(0, at) + put + text.slice(at + length))),
      fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
      fc.jsonValue().map((value) => Buffer.from(JSON.stringify({ jwsResult: value }))),
      fc.constant(Buffer.from(genuine.body)),
    );
    const headers = fc.oneof(
      fc.constant(genuine.headers),
      fc.dictionary(fc.constantFrom('x-callback-key', 'authorization', 'x-other'), fc.string()),
    );
    await fc.assert(
      fc.asyncProperty(headers, bodies, async (given, body) => {
        const authentic = given['x-callback-key'] === 'invented value' && sameToken(tokenOf(body), token);
        const outcome = await verifyCallback(ctx, { headers: given, body }).catch((error: unknown) => error);
        if (authentic) expect(outcome).toEqual(await verifyCallback(ctx, genuine));
        else expect(outcome).toMatchObject({ name: 'ProviderError' });
        await readCallback(ctx, { headers: given, body }).catch((error: unknown) =>
          expect(error).toBeInstanceOf(ProviderError),
        );
      }),
      { numRuns: 300 },
    );
  });
});

function tokenOf(body: Buffer): string {
  try {
    return String((JSON.parse(body.toString()) as { jwsResult: unknown }).jwsResult).trim();
  } catch {
    return '';
  }
}
