import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import type { Sandbox } from '../kit/sandbox.js';
import { controlOf } from '../kit/testing/control.js';
import { startLetterbox, type Letterbox, type ReceivedLetter } from '../kit/testing/letterbox.js';
import { startVoveSandbox } from './index.js';
import { voveClient } from './testing/client.js';

let sandbox: Sandbox;
let letterbox: Letterbox;
let vendor: ReturnType<typeof voveClient>;
let control: ReturnType<typeof controlOf>;
let refId: string;
let sessionId: string;
let token: string;

beforeAll(async () => {
  letterbox = await startLetterbox();
  sandbox = await startVoveSandbox({ callbackUrl: letterbox.url });
  vendor = voveClient(sandbox);
  control = controlOf(sandbox);
});
afterAll(async () => {
  await sandbox.close();
  await letterbox.close();
});
beforeEach(async () => {
  await control.reset();
  letterbox.empty();
  refId = randomUUID();
  ({ sessionId, token } = await vendor.begin({ refId }));
});

const statuses = (letters: ReceivedLetter[]) => letters.map(({ body }) => body['status']);

/** What a receiver of the Standard Webhooks scheme says. */
function verified({ headers, raw }: ReceivedLetter, prefix = 'svix'): boolean {
  const named = ['id', 'timestamp', 'signature'].map((name) => [
    `webhook-${name}`,
    String(headers[`${prefix}-${name}`]),
  ]);
  try {
    new Webhook(sandbox.account.credentials['webhookSecret'] ?? '').verify(raw, Object.fromEntries(named));
    return true;
  } catch {
    return false;
  }
}

describe('a play', () => {
  it('goes on from where the session stands, stage by stage', async () => {
    const seen = [];
    for (const stage of ['opened', 'in_progress', 'processing', 'end']) {
      await control.play(sessionId, 'approved', stage);
      seen.push(await vendor.status(refId));
    }
    expect(seen).toEqual(['open', 'in_progress', 'in_progress', 'successful']);
    expect((await control.play(sessionId, 'declined')).status).toBe(409);
  });

  it.each([
    ['approved', 'successful'],
    ['declined', 'suspected'],
    ['review', 'pending'],
    ['cancelled', 'canceled'],
    ['abandoned', 'in_progress'],
  ])('of %s ends as %s', async (play, status) => {
    expect((await control.play(sessionId, play)).body).toMatchObject({ id: sessionId, status });
  });

  it('of expired is refused: the vendor sends nothing for it', async () => {
    expect((await control.play(sessionId, 'expired')).status).toBe(422);
  });

  it.each([
    ['approved', 'successful'],
    ['declined', 'suspected'],
  ] as const)('of review is resolved as %s', async (outcome, status) => {
    expect((await control.resolve(sessionId, outcome)).status).toBe(409);
    await control.play(sessionId, 'review');
    expect((await control.resolve(sessionId, outcome)).body).toMatchObject({ status });
  });

  it('finds the session by refId, token and hosted link', async () => {
    for (const lead of [refId, token, vendor.hosted(token)]) {
      expect((await control.play(lead, 'approved', 'opened')).body).toMatchObject({ id: sessionId });
    }
  });
});

describe('notices', () => {
  it('are signed by the Standard Webhooks scheme and name the user alone', async () => {
    await control.play(sessionId, 'approved');
    const letters = await letterbox.received(2);
    expect(letters.map(({ body }) => body)).toEqual([
      { status: 'in_progress', refId, userId: refId },
      { status: 'successful', refId, userId: refId },
    ]);
    expect(letters.every((letter) => verified(letter))).toBe(true);
  });

  it('of a refusal carry the reason', async () => {
    await control.play(sessionId, 'declined');
    expect((await letterbox.received(2))[1]?.body).toMatchObject({ reason: 'DOCUMENT_INFO_MISMATCHED' });
    await control.disturb('suspected_reason', { value: 'AML_CHECK' });
    await control.play((await vendor.begin({ refId })).sessionId, 'declined');
    expect((await letterbox.received(4))[3]?.body).toMatchObject({ reason: 'AML_CHECK' });
  });

  it('that are not accepted come again with the same id', async () => {
    letterbox.answerWith(500);
    await control.play(sessionId, 'cancelled');
    const letters = await letterbox.received(2);
    expect(new Set(letters.map(({ headers }) => headers['svix-id'])).size).toBe(1);
    expect(letters.every((letter) => verified(letter))).toBe(true);
  });

  it('can be lost', async () => {
    await control.disturb('webhook_lost', { times: 1 });
    await control.play(sessionId, 'approved');
    expect(statuses(await letterbox.received(1))).toEqual(['successful']);
  });

  it('can be doubled under one id', async () => {
    await control.disturb('webhook_duplicated', { times: 1 });
    await control.play(sessionId, 'cancelled');
    const [first, second] = await letterbox.received(2);
    expect(second?.headers['svix-id']).toBe(first?.headers['svix-id']);
  });

  it('can come in the wrong order', async () => {
    await control.disturb('webhook_disordered');
    await control.play(sessionId, 'approved');
    expect(statuses(await letterbox.received(2))).toEqual(['successful', 'in_progress']);
  });

  it.each(['webhook_stale_timestamp', 'webhook_bad_signature'])('do not verify under %s', async (name) => {
    await control.disturb(name, { times: 1 });
    await control.play(sessionId, 'approved');
    expect((await letterbox.received(2)).map((letter) => verified(letter))).toEqual([false, true]);
  });

  it('verify by one of two signatures while the secret is being rotated', async () => {
    await control.disturb('webhook_rotated_secret');
    await control.play(sessionId, 'cancelled');
    const [letter] = await letterbox.received(1);
    expect(String(letter?.headers['svix-signature']).split(' ')).toHaveLength(2);
    expect(verified(letter!)).toBe(true);
  });

  it('can have the scheme’s own header names', async () => {
    await control.disturb('webhook_standard_names');
    await control.play(sessionId, 'cancelled');
    const [letter] = await letterbox.received(1);
    expect(letter?.headers).not.toHaveProperty('svix-id');
    expect(verified(letter!, 'webhook')).toBe(true);
  });

  it('tell of background checks at the same endpoint', async () => {
    await control.disturb('aml_event', { value: 'IN_REVIEW' });
    await control.play(sessionId, 'approved');
    expect((await letterbox.received(3))[2]?.body).toEqual({ refId, status: 'IN_REVIEW' });
  });
});
