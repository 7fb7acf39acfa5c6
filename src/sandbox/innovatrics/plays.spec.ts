import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Sandbox } from '../kit/sandbox.js';
import { controlOf } from '../kit/testing/control.js';
import { startLetterbox, type Letterbox, type ReceivedLetter } from '../kit/testing/letterbox.js';
import { startInnovatricsSandbox } from './index.js';
import { innovatricsClient, tokenIn } from './testing/client.js';

let sandbox: Sandbox;
let letterbox: Letterbox;
let vendor: ReturnType<typeof innovatricsClient>;
let control: ReturnType<typeof controlOf>;

beforeAll(async () => {
  letterbox = await startLetterbox();
  sandbox = await startInnovatricsSandbox({ callbackUrl: letterbox.url });
  vendor = innovatricsClient(sandbox);
  control = controlOf(sandbox);
});
afterAll(async () => {
  await sandbox.close();
  await letterbox.close();
});
beforeEach(async () => {
  await control.reset();
  letterbox.empty();
});

const statuses = (letters: ReceivedLetter[]) => letters.map(({ body }) => body['status']);
const signed = ({ raw, headers }: ReceivedLetter) =>
  createHmac('sha256', sandbox.account.credentials['password'] ?? '')
    .update(raw)
    .digest('base64') === headers['x-signature'];

describe('a play', () => {
  it('goes on from where the session stands, stage by stage', async () => {
    const { sessionId } = await vendor.begin();
    const seen = [await vendor.status(sessionId)];
    for (const stage of ['opened', 'in_progress', 'processing', 'end']) {
      await control.play(sessionId, 'approved', stage);
      seen.push(await vendor.status(sessionId));
    }
    expect(seen).toEqual(['SESSION_INITIALIZED', 'SESSION_STARTED', 'PENDING', 'PENDING', 'AUTO_APPROVED']);
    expect((await control.play(sessionId, 'declined')).status).toBe(409);
  });

  it.each([
    ['approved', 'AUTO_APPROVED'],
    ['declined', 'AUTO_REJECTED'],
    ['review', 'WAITING_FOR_MANUAL_APPROVE'],
    ['expired', 'EXPIRED'],
    ['abandoned', 'PENDING'],
  ])('of %s ends as %s', async (play, status) => {
    const { sessionId } = await vendor.begin();
    expect((await control.play(sessionId, play)).body).toMatchObject({ id: sessionId, status });
  });

  it('of cancelled is refused: the vendor has no word for it', async () => {
    const { sessionId } = await vendor.begin();
    expect((await control.play(sessionId, 'cancelled')).status).toBe(422);
  });

  it.each([
    ['approved', 'MANUAL_APPROVED'],
    ['declined', 'MANUAL_REJECTED'],
  ] as const)('of review is resolved as %s without a change of the factors', async (outcome, status) => {
    const { sessionId } = await vendor.begin();
    expect((await control.resolve(sessionId, outcome)).status).toBe(409);
    await control.play(sessionId, 'review');
    const before = await vendor.read(sessionId, '/decision/results');
    expect(before).toMatchObject({ decision: { level: 'MEDIUM' } });
    expect((await control.resolve(sessionId, outcome)).body).toMatchObject({ status });
    expect(await vendor.read(sessionId, '/decision/results')).toEqual(before);
  });

  it('finds the session by its link and by the token in it', async () => {
    const { sessionId, webEnrolmentUrl } = await vendor.begin();
    expect((await control.play(`${webEnrolmentUrl}&lang=fr-FR`, 'approved', 'opened')).body).toMatchObject({
      id: sessionId,
    });
    expect((await control.play(tokenIn(webEnrolmentUrl), 'approved')).body).toMatchObject({ id: sessionId });
  });
});

describe('notices', () => {
  it('come for every status in order, signed with the API password over the raw body', async () => {
    const { sessionId } = await vendor.begin({ externalId: 'customer 8' });
    await control.play(sessionId, 'review');
    await control.resolve(sessionId, 'approved');
    const letters = await letterbox.received(4);
    expect(statuses(letters)).toEqual([
      'SESSION_STARTED',
      'PENDING',
      'WAITING_FOR_MANUAL_APPROVE',
      'MANUAL_APPROVED',
    ]);
    expect(letters.every(signed)).toBe(true);
    expect(Object.keys(letters[0]?.body ?? {})).toEqual(['sessionId', 'status', 'projectId', 'externalId']);
  });

  it('can be lost', async () => {
    const { sessionId } = await vendor.begin();
    await control.disturb('webhook_lost', { times: 2 });
    await control.play(sessionId, 'approved');
    expect(statuses(await letterbox.received(1))).toEqual(['AUTO_APPROVED']);
  });

  it('can be doubled', async () => {
    const { sessionId } = await vendor.begin();
    await control.disturb('webhook_duplicated');
    await control.play(sessionId, 'expired');
    expect(statuses(await letterbox.received(2))).toEqual(['EXPIRED', 'EXPIRED']);
  });

  it('can come in the wrong order', async () => {
    const { sessionId } = await vendor.begin();
    await control.disturb('webhook_disordered');
    await control.play(sessionId, 'approved');
    expect(statuses(await letterbox.received(3))).toEqual(['AUTO_APPROVED', 'PENDING', 'SESSION_STARTED']);
  });

  it('can be badly signed', async () => {
    const { sessionId } = await vendor.begin();
    await control.disturb('webhook_bad_signature', { times: 1 });
    await control.play(sessionId, 'approved', 'in_progress');
    expect((await letterbox.received(2)).map(signed)).toEqual([false, true]);
  });

  it('can come before the results are ready', async () => {
    const { sessionId } = await vendor.begin();
    await control.disturb('webhook_early', { session: sessionId, times: 1 });
    await control.play(sessionId, 'approved');
    expect(statuses(await letterbox.received(3)).at(-1)).toBe('AUTO_APPROVED');
    expect((await vendor.data(sessionId, '/decision/results')).status).toBe(409);
    expect(await vendor.status(sessionId)).toBe('PENDING');
    expect(await vendor.status(sessionId)).toBe('AUTO_APPROVED');
    expect((await vendor.data(sessionId, '/decision/results')).status).toBe(200);
  });

  it('can come only after many reads of PENDING', async () => {
    const { sessionId } = await vendor.begin();
    await control.disturb('long_pending', { value: 2 });
    await control.play(sessionId, 'declined');
    const seen = [
      await vendor.status(sessionId),
      await vendor.status(sessionId),
      await vendor.status(sessionId),
    ];
    expect(seen).toEqual(['PENDING', 'PENDING', 'AUTO_REJECTED']);
    expect(statuses(await letterbox.received(3)).at(-1)).toBe('AUTO_REJECTED');
  });
});
