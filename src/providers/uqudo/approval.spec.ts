import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SignJWT, UnsecuredJWT, type JWTPayload } from 'jose';
import { mutated } from '../kit/testing/mutated.js';
import { uqudo } from './provider.js';
import { contextOf, refTo, requestFor, type TestContext } from './testing/context.js';
import { passportResult } from './testing/results.js';
import { TestVendor } from './testing/vendor.js';

let vendor: TestVendor;
let stranger: TestVendor;
let ctx: TestContext;

beforeAll(async () => {
  [vendor, stranger] = await Promise.all([TestVendor.start(), TestVendor.start()]);
  ctx = contextOf(vendor.account);
});
afterAll(async () => {
  await ctx.close();
  await Promise.all([vendor.close(), stranger.close()]);
});

type Wrapping = (session: string, data: unknown) => string | Promise<string>;

const past = Math.floor(Date.now() / 1000) - 5;
const claimsOf = (jti: string, data: unknown): JWTPayload => {
  return { iss: 'https://id.uqudo.io', aud: 'client-1', jti, exp: past + 3600, data };
};
const genuine: Wrapping = (session, data) => vendor.sign(session, data);
const forgeries: Readonly<Record<string, Wrapping>> = {
  strangersKey: (session, data) => stranger.sign(session, data),
  unsigned: (session, data) => new UnsecuredJWT(claimsOf(session, data)).encode(),
  mac: (session, data) =>
    new SignJWT(claimsOf(session, data))
      .setProtectedHeader({ alg: 'HS256', kid: 'key-1' })
      .sign(Buffer.alloc(32)),
  wrongIssuer: (session, data) => vendor.sign(session, data, { iss: 'https://other.example' }),
  wrongAudience: (session, data) => vendor.sign(session, data, { aud: 'client-2' }),
  anotherSession: (_session, data) => vendor.sign('00000000-0000-4000-8000-00000000000b', data),
  expired: (session, data) => vendor.sign(session, data, { exp: past }),
  endless: (session, data) => vendor.sign(session, data, { exp: undefined }),
};

async function outcomeOf(wrap: Wrapping, data: unknown): Promise<unknown> {
  const ref = refTo(await uqudo.start(ctx, requestFor()));
  vendor.results.set(ref.vendorSessionId ?? '', await wrap(ref.vendorSessionId ?? '', data));
  return uqudo.collect(ctx, ref).then(
    ({ verdict }) => verdict.outcome,
    (error: unknown) => error,
  );
}

it('nobody is approved, and nothing else decided, without a valid proof, whatever the result says', async () => {
  const data = fc.oneof(fc.constant<unknown>(passportResult()), mutated(passportResult()));
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...Object.values(forgeries)), data, async (wrap, told) => {
      expect(await outcomeOf(wrap, told)).toMatchObject({ name: 'ProviderError', failure: 'untrusted' });
    }),
    { numRuns: 150 },
  );
});

it('a proven result, however mutated, decides or is malformed: nothing else is thrown', async () => {
  expect(await outcomeOf(genuine, passportResult())).toBe('approved');
  await fc.assert(
    fc.asyncProperty(mutated(passportResult()), async (told) => {
      const outcome = await outcomeOf(genuine, told);
      if (typeof outcome === 'string') expect(['approved', 'declined', 'review']).toContain(outcome);
      else expect(outcome).toMatchObject({ name: 'ProviderError', failure: 'malformed' });
    }),
    { numRuns: 150 },
  );
});
