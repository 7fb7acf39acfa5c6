import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { contextOf, refTo, requestFor, type TestContext } from './testing/context.js';
import { passportResult } from './testing/results.js';
import { TestVendor } from './testing/vendor.js';
import { uqudo } from './provider.js';

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

const sentData = () =>
  (JSON.parse(vendor.bodies[vendor.calls.indexOf('POST /api/v1/session')] ?? '') as { data: string }).data;
const failing = (call: string, status: number, body = '{}') => vendor.answers.set(call, { status, body });

describe('starting', () => {
  it('hands over the link for the reader app of uqudo, for half an hour', async () => {
    const started = await uqudo.start(ctx, requestFor());
    expect(started).toMatchObject({
      handoff: { kind: 'qr', text: 'https://app.example/?qr', deepLink: 'https://app.example/?qr' },
      secrets: { qrCodeText: 'qr/text' },
    });
    expect(Math.abs(started.handoff.expiresAt.getTime() - Date.now() - 1_800_000)).toBeLessThan(10_000);
    expect(JSON.parse(Buffer.from(sentData(), 'base64').toString())).toEqual({
      documents: [{ documentType: 'PASSPORT' }],
      facialRecognition: { enabled: true },
    });
  });

  it('hands over the text itself, and plain data, for an app of your own', async () => {
    const settings = { ...(vendor.account.settings as object), readerApp: 'own' };
    const own = contextOf({ ...vendor.account, settings });
    const { handoff } = await uqudo.start(
      own,
      requestFor({}, { documentType: 'identity_card', country: 'ARE' }),
    );
    expect(handoff).toMatchObject({ text: 'qr/text', deepLink: 'https://app.example/?qr' });
    expect(JSON.parse(sentData())).toMatchObject({ documents: [{ documentType: 'UAE_ID' }] });
    await own.close();
  });

  it('keeps one token for all calls, fetched once however many wait', async () => {
    await Promise.all([1, 2, 3].map(() => uqudo.start(ctx, requestFor())));
    expect(vendor.tokens).toBe(1);
  });

  it('renews a refused token once for all callers, and repeats the call once', async () => {
    await uqudo.start(ctx, requestFor());
    vendor.accepted = 'another';
    await Promise.all([1, 2, 3].map(() => uqudo.start(ctx, requestFor())));
    expect(vendor.tokens).toBe(2);
    failing('POST /api/v1/session', 401);
    vendor.calls.length = 0;
    await expect(uqudo.start(ctx, requestFor())).rejects.toMatchObject({ failure: 'unauthorized' });
    expect(vendor.calls).toEqual(['POST /api/v1/session', 'POST /api/oauth/token', 'POST /api/v1/session']);
  });

  it.each([
    [401, 'unauthorized'],
    [400, 'rejected'],
    [503, 'unavailable'],
  ])('tells what status %i of the token means', async (status, failure) => {
    failing('POST /api/oauth/token', status);
    await expect(uqudo.start(ctx, requestFor())).rejects.toMatchObject({ failure });
  });

  it.each([
    ['half a body', '{"sessionId":"x', 'not JSON'],
    ['a body without the id', '{"qrCodeText":"secret-text"}', 'unexpected body at sessionId'],
    [
      'an id that would change an address',
      '{"sessionId":"..","qrCodeText":"q","qrCodeTextWithDynamicLink":"l"}',
      'unexpected body at sessionId',
    ],
  ])('calls %s malformed without repeating it', async (_, body, cause) => {
    failing('POST /api/v1/session', 200, body);
    await expect(uqudo.start(ctx, requestFor())).rejects.toMatchObject({
      failure: 'malformed',
      details: { cause },
    });
  });
});

describe('renewing and cancelling', () => {
  it('makes a new session and deletes the former one', async () => {
    const ref = refTo(await uqudo.start(ctx, requestFor()));
    const renewed = await uqudo.renew!(ctx, ref);
    expect(renewed.vendorSessionId).not.toBe(ref.vendorSessionId);
    expect(vendor.calls.slice(-2)).toEqual(['POST /api/v1/session', 'DELETE /api/v1/session/qr%2Ftext']);
  });

  it('renews although the former one could not be deleted', async () => {
    const ref = refTo(await uqudo.start(ctx, requestFor()));
    failing('DELETE /api/v1/session/qr%2Ftext', 500);
    expect(await uqudo.renew!(ctx, ref)).toMatchObject({ handoff: { kind: 'qr' } });
    await expect(uqudo.cancel!(ctx, ref)).rejects.toMatchObject({ failure: 'unavailable' });
  });

  it.each([204, 200, 404, 400])('takes status %i for a cancelled session', async (status) => {
    const ref = refTo(await uqudo.start(ctx, requestFor()));
    failing('DELETE /api/v1/session/qr%2Ftext', status);
    await expect(uqudo.cancel!(ctx, ref)).resolves.toBeUndefined();
  });
});

describe('asking and collecting', () => {
  it.each([400, 404])('knows no result yet at status %i', async (status) => {
    const ref = refTo(await uqudo.start(ctx, requestFor()));
    failing(`GET /api/v1/info/${ref.vendorSessionId}`, status);
    expect(await uqudo.check(ctx, ref)).toEqual([]);
    await expect(uqudo.collect(ctx, ref)).rejects.toMatchObject({ failure: 'not_ready' });
  });

  it('finds and collects a result, also within quotes and blanks', async () => {
    const ref = refTo(await uqudo.start(ctx, requestFor()));
    vendor.results.set(
      ref.vendorSessionId ?? '',
      ` "${await vendor.sign(ref.vendorSessionId ?? '', passportResult())}"\n`,
    );
    expect(await uqudo.check(ctx, ref)).toEqual([{ kind: 'concluded', vendorStatus: 'INFO' }]);
    const findings = await uqudo.collect(ctx, ref);
    expect(findings.verdict).toMatchObject({ outcome: 'approved', decidedBy: 'policy' });
  });

  it('asks by header for an id that is not of the documented shape', async () => {
    const started = await uqudo.start(ctx, requestFor());
    await uqudo.check(ctx, refTo({ ...started, vendorSessionId: 'a/../b' }));
    expect(vendor.calls.at(-1)).toBe('GET /api/v1/info');
  });

  it('calls an answer that is no signed result malformed', async () => {
    const ref = refTo(await uqudo.start(ctx, requestFor()));
    vendor.results.set(ref.vendorSessionId ?? '', '{"documents":[]}');
    await expect(uqudo.check(ctx, ref)).rejects.toMatchObject({ failure: 'malformed' });
  });

  it('approves nobody with the result of another session', async () => {
    const ref = refTo(await uqudo.start(ctx, requestFor()));
    vendor.results.set(
      ref.vendorSessionId ?? '',
      await vendor.sign('00000000-0000-4000-8000-00000000000b', passportResult()),
    );
    await expect(uqudo.collect(ctx, ref)).rejects.toMatchObject({
      failure: 'untrusted',
      details: { cause: 'wrong_session' },
    });
  });

  it.each([
    [403, 'unauthorized'],
    [429, 'throttled'],
    [500, 'unavailable'],
  ])('tells what status %i of the result means', async (status, failure) => {
    const ref = refTo(await uqudo.start(ctx, requestFor()));
    failing(`GET /api/v1/info/${ref.vendorSessionId}`, status, 'Musterfrau');
    const error = await uqudo.collect(ctx, ref).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ failure });
    expect(String(error)).not.toMatch(/Musterfrau|qr\/text|token-/);
  });
});

describe('probing', () => {
  it('asks anew for a token, and for the keys, though a token is kept', async () => {
    await uqudo.start(ctx, requestFor());
    vendor.calls.length = 0;
    await uqudo.probe(ctx);
    expect(vendor.calls).toEqual(['POST /api/oauth/token', 'GET /api/.well-known/jwks.json']);
  });

  it.each([
    ['POST /api/oauth/token', 401, 'unauthorized'],
    ['POST /api/oauth/token', 503, 'unavailable'],
    ['GET /api/.well-known/jwks.json', 404, 'not_found'],
  ])('fails when %s answers %i', async (call, status, failure) => {
    await uqudo.start(ctx, requestFor());
    failing(call, status);
    await expect(uqudo.probe(ctx)).rejects.toMatchObject({ failure });
  });
});
