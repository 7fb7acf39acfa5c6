import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { answering } from '../kit/testing/context.js';
import { innovatrics } from './provider.js';
import { account, contextOf } from './testing/context.js';

const ctx = contextOf(answering(() => ({ body: {} })));
const sessionId = '5f0c2b3a-7d41-4a6e-9c58-1b2d3e4f5a60';
const notice = (fields: object = {}) => JSON.stringify({ sessionId, status: 'AUTO_APPROVED', ...fields });
const signatureOf = (body: string | Uint8Array, key = account.credentials.password) =>
  createHmac('sha256', key).update(body).digest('base64');

const request = (body: string, signature?: string) => ({
  headers: signature === undefined ? {} : { 'x-signature': signature },
  body: Buffer.from(body),
});
const verify = async (body: string, signature: string | undefined = signatureOf(body)) =>
  innovatrics.verifyCallback!(ctx, request(body, signature));
const read = async (body: string) => innovatrics.readCallback!(ctx, request(body));

describe('an innovatrics webhook', () => {
  it('is verified by a vector made with other tools', async () => {
    const body = `{"sessionId":"${sessionId}","status":"AUTO_APPROVED"}`;
    const made = 'cANvQ09YDpU6cVcD/M8/KnHoow04t/xMSNxBhImq4ck=';
    await expect(verify(body, made)).resolves.toMatchObject({ deliveryId: expect.any(String) });
  });

  it.each<[string, string | undefined]>([
    ['none', undefined],
    ['an empty one', ''],
    ['one under another key', signatureOf(notice(), 'not the password')],
    ['one in hexadecimal', Buffer.from(signatureOf(notice()), 'base64').toString('hex')],
    ['one with something behind it', `${signatureOf(notice())}, ${signatureOf(notice())}`],
    ['one without its padding', signatureOf(notice()).replace(/=+$/, '')],
    ['one of another body', signatureOf(notice({ status: 'AUTO_REJECTED' }))],
    ['an enormous one', 'A'.repeat(100_000)],
  ])('with a wrong signature (%s) is not believed', async (_what, signature) => {
    await expect(innovatrics.verifyCallback!(ctx, request(notice(), signature))).rejects.toMatchObject({
      failure: 'untrusted',
      details: { cause: 'signature' },
    });
  });

  it('is believed for exactly the bytes that were signed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array(), fc.uint8Array(), async (signed, sent) => {
        const headers = { 'x-signature': signatureOf(signed) };
        const believed = await innovatrics.verifyCallback!(ctx, { headers, body: sent }).then(
          () => true,
          () => false,
        );
        expect(believed).toBe(Buffer.from(signed).equals(Buffer.from(sent)));
      }),
    );
  });

  it('counts once for a session and word, however often and in whatever writing it comes', async () => {
    const { deliveryId } = await verify(notice());
    const again = notice({ sessionId: sessionId.toUpperCase(), projectId: 'p', externalId: 'order-77' });
    expect((await verify(again)).deliveryId).toBe(deliveryId);
    expect((await verify(notice({ status: 'PENDING' }))).deliveryId).not.toBe(deliveryId);
    const other = notice({ sessionId: 'e1f2a3b4-0000-4000-8000-000000000000' });
    expect((await verify(other)).deliveryId).not.toBe(deliveryId);
  });

  it('is about the gateway’s session, in whatever case its id comes', async () => {
    const about = { vendorSessionId: sessionId };
    expect(await read(notice({ sessionId: sessionId.toUpperCase() }))).toEqual({
      about,
      vendorStatus: 'AUTO_APPROVED',
      kind: 'news',
    });
    expect(await read(notice({ status: 'approved by Anna Eriksson' }))).toMatchObject({
      vendorStatus: 'unreadable',
    });
  });

  it.each([
    '',
    '{',
    '[]',
    'null',
    '{"status":"PENDING"}',
    notice({ sessionId: 'user-42' }),
    notice({ status: 1 }),
  ])('that is authentic but says %j is malformed', async (body) => {
    expect((await verify(body)).deliveryId).toMatch(/^[0-9a-f]{64}$/);
    await expect(read(body)).rejects.toMatchObject({ failure: 'malformed' });
  });
});
