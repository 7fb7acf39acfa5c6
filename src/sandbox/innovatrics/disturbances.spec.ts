import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Sandbox } from '../kit/sandbox.js';
import { controlOf } from '../kit/testing/control.js';
import { startInnovatricsSandbox } from './index.js';
import { innovatricsClient } from './testing/client.js';

let sandbox: Sandbox;
let vendor: ReturnType<typeof innovatricsClient>;
let control: ReturnType<typeof controlOf>;
let sessionId: string;

beforeAll(async () => {
  sandbox = await startInnovatricsSandbox({});
  vendor = innovatricsClient(sandbox);
  control = controlOf(sandbox);
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  await control.reset();
  sessionId = (await vendor.begin()).sessionId;
  await control.play(sessionId, 'approved');
});

const codeOf = async (path: string) => (await vendor.data(sessionId, path)).status;

describe('any call', () => {
  it.each([
    ['unauthorized', undefined, 401],
    ['not_found', undefined, 404],
    ['server_error', undefined, 500],
    ['server_error', 503, 503],
  ])('%s (%s) is answered %i and strikes as often as told', async (name, value, code) => {
    await control.disturb(name, { times: 1, value });
    expect([await codeOf('/status'), await codeOf('/status')]).toEqual([code, 200]);
  });

  it('throttled says when to come again', async () => {
    await control.disturb('throttled', { value: 7 });
    const answer = await vendor.data(sessionId, '/status');
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '7']);
  });

  it('slow answers late, but rightly', async () => {
    await control.disturb('slow', { value: 60 });
    const begun = performance.now();
    expect(await codeOf('/status')).toBe(200);
    expect(performance.now() - begun).toBeGreaterThan(50);
  });

  it.each(['half', 'comma'])('malformed (%s) is no JSON', async (value) => {
    await control.disturb('malformed', { value });
    const text = await (await vendor.data(sessionId, '/decision/results')).text();
    expect(() => void JSON.parse(text)).toThrow(SyntaxError);
  });

  it('connection_reset ends without an answer, before anything is done', async () => {
    await control.disturb('connection_reset', { times: 1 });
    const other = randomUUID();
    await expect(vendor.initialize({ sessionId: other })).rejects.toThrow('fetch failed');
    expect((await vendor.data(other, '/status')).status).toBe(404);
  });

  it('strikes only the session it is meant for', async () => {
    const other = await vendor.begin();
    await control.disturb('server_error', { session: other.sessionId });
    expect(await codeOf('/status')).toBe(200);
    expect((await vendor.data(other.sessionId, '/status')).status).toBe(500);
  });

  it('extra_keys adds to what is documented', async () => {
    await control.disturb('extra_keys');
    expect(await vendor.read(sessionId, '/status')).toMatchObject({
      status: 'AUTO_APPROVED',
      newInThisRelease: {},
    });
  });
});

describe('initialize', () => {
  it('initialize_once refuses the repetition', async () => {
    await control.disturb('initialize_once');
    expect((await vendor.initialize({ sessionId })).status).toBe(409);
    expect((await vendor.initialize()).status).toBe(200);
  });

  it('lost_answer has begun the session nevertheless', async () => {
    const other = randomUUID();
    await control.disturb('lost_answer', { times: 1 });
    await expect(vendor.initialize({ sessionId: other })).rejects.toThrow('fetch failed');
    expect(await vendor.status(other)).toBe('SESSION_INITIALIZED');
    expect((await vendor.initialize({ sessionId: other })).status).toBe(200);
  });
});

describe('results', () => {
  it('unknown_status answers any word', async () => {
    await control.disturb('unknown_status', { value: 'PONDERING', times: 1 });
    expect([await vendor.status(sessionId), await vendor.status(sessionId)]).toEqual([
      'PONDERING',
      'AUTO_APPROVED',
    ]);
  });

  it.each([400, 404])('not_ready_status answers %i for what is not available', async (value) => {
    await control.disturb('not_ready_status', { value });
    await control.disturb('results_late', { times: 1 });
    expect([await codeOf('/face/result'), await codeOf('/face/result')]).toEqual([value, 200]);
  });

  it('missing_factors leaves out all or those that are named', async () => {
    await control.disturb('missing_factors', { times: 1 });
    expect(await vendor.read(sessionId, '/decision/results')).toMatchObject({
      verifications: {},
      decision: { score: 94 },
    });
    await control.disturb('missing_factors', { value: 'faceVerification' });
    const { verifications } = await vendor.read(sessionId, '/decision/results');
    expect(verifications).not.toHaveProperty('faceVerification');
    expect(verifications).toHaveProperty('passiveLiveness');
  });

  it('odd_factors have levels that say nothing', async () => {
    await control.disturb('odd_factors');
    const { verifications } = await vendor.read(sessionId, '/decision/results');
    expect(verifications).toMatchObject({
      barcodeContent: { level: 'UNAVAILABLE' },
      hologramShimmer: { level: 'UNKNOWN' },
    });
  });

  it.each([
    [undefined, 404, 200],
    ['image', 200, 404],
  ])('images_path (%s) knows one path only', async (value, image, images) => {
    await control.disturb('images_path', { value });
    expect([await codeOf('/image/face_cropped'), await codeOf('/images/face_cropped')]).toEqual([
      image,
      images,
    ]);
    expect(await codeOf('/images')).toBe(200);
  });

  it('image_missing answers 404 for an image that is listed', async () => {
    await control.disturb('image_missing', { times: 1 });
    expect([await codeOf('/image/signature'), await codeOf('/image/signature')]).toEqual([404, 200]);
  });

  it('large_image has the size that was asked for', async () => {
    await control.disturb('large_image', { value: 200_000 });
    const bytes = await (await vendor.data(sessionId, '/image/signature')).arrayBuffer();
    expect(bytes.byteLength).toBe(200_000);
  });

  it('image_cut_off breaks off in the middle', async () => {
    await control.disturb('image_cut_off', { times: 1 });
    const answer = await vendor.data(sessionId, '/image/signature');
    await expect(answer.arrayBuffer()).rejects.toThrow('terminated');
    expect(await codeOf('/image/signature')).toBe(200);
  });
});
