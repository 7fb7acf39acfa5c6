import { createHmac, randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import type { ProviderError } from '../kit/errors.js';
import { answering } from '../kit/testing/context.js';
import { vove } from './provider.js';
import { account, contextOf } from './testing/context.js';

const newSecret = () => `whsec_${randomBytes(24).toString('base64')}`;
const secret = newSecret();
const now = new Date('2026-03-01T10:00:00Z');
const seconds = now.getTime() / 1000;
const http = answering(() => ({ body: {} }));
const withSecret = (webhookSecret?: string) => ({
  ...contextOf(http, {
    ...account,
    credentials: { apiKey: 'invented-key', ...(webhookSecret === undefined ? {} : { webhookSecret }) },
  }),
  now: () => now,
});
const ctx = withSecret(secret);
const notice = JSON.stringify({ status: 'successful', refId: 'user-42', userId: 'user-42' });

interface Sent {
  readonly id?: string;
  readonly at?: number;
  readonly body?: string;
  readonly prefix?: string;
  readonly secrets?: readonly string[];
}

/** As the scheme's own package signs it. */
function sent({ id = 'msg_1', at = seconds, body = notice, prefix = 'svix', secrets = [secret] }: Sent = {}) {
  const signatures = secrets.map((each) => new Webhook(each).sign(id, new Date(at * 1000), body));
  const headers: Record<string, string> = {
    [`${prefix}-id`]: id,
    [`${prefix}-timestamp`]: String(at),
    [`${prefix}-signature`]: signatures.join(' '),
  };
  return { headers, body: Buffer.from(body) };
}

const verify = (request: ReturnType<typeof sent>) => vove.verifyCallback!(ctx, request);
const causeOf = async (work: Promise<unknown>) => {
  try {
    await work;
    return null;
  } catch (error) {
    const { failure, details } = error as ProviderError;
    return `${failure}: ${details.cause}`;
  }
};

describe('a vove webhook', () => {
  it.each(['svix', 'webhook'])('is verified with %s headers, and known by its id', async (prefix) => {
    expect(await verify(sent({ prefix, id: 'msg_2KWPBgLlAfxdpx2AI54pPJ85f4W' }))).toEqual({
      deliveryId: 'msg_2KWPBgLlAfxdpx2AI54pPJ85f4W',
    });
  });

  it('is verified by one of several signatures, while the secret is being changed', async () => {
    expect(await verify(sent({ secrets: [newSecret(), secret] }))).toEqual({ deliveryId: 'msg_1' });
    expect(await verify(sent({ secrets: [secret, newSecret()] }))).toEqual({ deliveryId: 'msg_1' });
    const { headers, body } = sent();
    const withOthers = { ...headers, 'svix-signature': `v1a,AAAA v2,BBBB ${headers['svix-signature']}` };
    expect(await verify({ headers: withOthers, body })).toEqual({ deliveryId: 'msg_1' });
  });

  it.each([-300, 0, 300])('is verified %d seconds from the gateway’s time', async (offset) => {
    expect(await verify(sent({ at: seconds + offset }))).toEqual({ deliveryId: 'msg_1' });
  });

  it.each<[string, () => ReturnType<typeof sent>]>([
    ['stale', () => sent({ at: seconds - 301 })],
    ['stale', () => sent({ at: seconds + 301 })],
    ['signature', () => sent({ secrets: [newSecret()] })],
    ['signature', () => ({ ...sent(), body: Buffer.from(notice.replace('42', '43')) })],
    ['signature', () => ({ ...sent(), headers: { ...sent().headers, 'svix-id': 'msg_2' } })],
    [
      'signature',
      () => ({ ...sent(), headers: { ...sent().headers, 'svix-timestamp': String(seconds + 1) } }),
    ],
    ['signature', () => ({ ...sent(), headers: { ...sent().headers, 'svix-signature': 'v1,' } })],
    ['signature', () => sent({ secrets: [] })],
    [
      'signature',
      () => ({
        ...sent(),
        headers: {
          ...sent().headers,
          'svix-signature': (sent().headers['svix-signature'] ?? '').replace('v1,', 'v2,'),
        },
      }),
    ],
    ['headers', () => ({ ...sent(), headers: {} })],
    ['headers', () => sent({ id: '' })],
    ['headers', () => sent({ id: 'msg.1' })],
    ['headers', () => sent({ id: 'm'.repeat(129) })],
    ['headers', () => ({ ...sent(), headers: { ...sent().headers, 'svix-timestamp': `${seconds} ` } })],
    ['headers', () => ({ ...sent(), headers: { ...sent().headers, 'svix-timestamp': 'soon' } })],
    ['headers', () => ({ ...sent(), headers: { 'svix-id': 'msg_1', 'webhook-timestamp': String(seconds) } })],
  ])('is not believed: %s', async (cause, make) => {
    expect(await causeOf(verify(make()))).toBe(`untrusted: ${cause}`);
  });

  it('is not believed by an account without a secret, however it is signed', async () => {
    expect(await causeOf(vove.verifyCallback!(withSecret(), sent()))).toBe('untrusted: unconfigured');
  });

  it('is believed for exactly the bytes and headers that were signed', async () => {
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
    const word = fc.stringMatching(/^[\w-]{1,20}$/);
    const near = fc.integer({ min: seconds - 300, max: seconds + 300 });
    const letter = fc.record({ id: word, at: near, body: fc.uint8Array() });
    await fc.assert(
      fc.asyncProperty(letter, letter, fc.boolean(), async (signed, other, asSigned) => {
        const shown = asSigned ? signed : { ...signed, ...other };
        const mac = createHmac('sha256', key).update(`${signed.id}.${signed.at}.`).update(signed.body);
        const headers = {
          'svix-id': shown.id,
          'svix-timestamp': String(shown.at),
          'svix-signature': `v1,${mac.digest('base64')}`,
        };
        const same =
          shown.id === signed.id &&
          shown.at === signed.at &&
          Buffer.from(shown.body).equals(Buffer.from(signed.body));
        const cause = await causeOf(vove.verifyCallback!(ctx, { headers, body: shown.body }));
        expect(cause).toBe(same ? null : 'untrusted: signature');
      }),
    );
  });
});

describe('what a vove webhook says', () => {
  const read = (body: unknown) =>
    vove.readCallback!(ctx, { headers: {}, body: Buffer.from(JSON.stringify(body)) });

  it.each(['open', 'in_progress', 'pending', 'successful', 'suspected', 'canceled', 'word-of-tomorrow'])(
    'with the word %s is news of the person',
    async (status) => {
      expect(await read({ status, refId: 'user-42' })).toEqual({
        about: { refId: 'user-42' },
        vendorStatus: status,
        kind: 'news',
      });
    },
  );

  it.each(['NO_MATCH', 'IN_REVIEW', 'CLEARED', 'REJECTED'])(
    'of a background check with the word %s is a remark, which no verdict can be mistaken for',
    async (status) => {
      expect(await read({ refId: 'user-42', status })).toEqual({
        about: { refId: 'user-42' },
        vendorStatus: `aml:${status}`,
        kind: 'remark',
      });
    },
  );

  it('repeats no text', async () => {
    expect(await read({ refId: 'user-42', status: 'Anna Eriksson' })).toMatchObject({
      vendorStatus: 'unreadable',
    });
  });

  it.each([
    undefined,
    null,
    [],
    {},
    { status: 'open' },
    { refId: '', status: 'open' },
    { refId: 'u', status: 7 },
  ])('is malformed when it is %j', async (body) => {
    await expect(
      vove.readCallback!(ctx, {
        headers: {},
        body: Buffer.from(body === undefined ? '{' : JSON.stringify(body)),
      }),
    ).rejects.toMatchObject({ failure: 'malformed' });
  });
});
