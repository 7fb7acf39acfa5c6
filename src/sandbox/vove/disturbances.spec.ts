import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import type { Sandbox } from '../kit/sandbox.js';
import { controlOf } from '../kit/testing/control.js';
import { startVoveSandbox } from './index.js';
import { voveClient } from './testing/client.js';

let sandbox: Sandbox;
let vendor: ReturnType<typeof voveClient>;
let control: ReturnType<typeof controlOf>;
let refId: string;
let sessionId: string;

beforeAll(async () => {
  sandbox = await startVoveSandbox({});
  vendor = voveClient(sandbox);
  control = controlOf(sandbox);
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  await control.reset();
  refId = randomUUID();
  ({ sessionId } = await vendor.begin({ refId }));
});

const documentRead = async () => ((await vendor.read(refId))['documents'] as Record<string, unknown>[])[0];

it.each([
  ['unauthorized', 401],
  ['not_found', 404],
  ['throttled', 429],
  ['server_error', 500],
])('%s strikes the reads of the session it is meant for', async (name, code) => {
  await control.disturb(name, { session: sessionId, times: 1 });
  const other = await vendor.begin({ refId: randomUUID() });
  expect((await vendor.user(other.refId)).status).toBe(200);
  expect((await vendor.user(refId)).status).toBe(code);
  expect((await vendor.user(refId)).status).toBe(200);
});

it('malformed and connection_reset leave no answer to read', async () => {
  await control.disturb('malformed', { times: 1 });
  await expect(vendor.read(refId)).rejects.toThrow('JSON');
  await control.disturb('connection_reset', { times: 1 });
  await expect(vendor.read(refId)).rejects.toThrow('fetch failed');
});

it('never strikes the control API or the person’s page', async () => {
  await control.disturb('server_error');
  expect((await control.play(refId, 'approved', 'opened')).status).toBe(200);
  expect((await fetch(`${sandbox.url}/`)).status).toBe(403);
});

it('lost_answer has made the session nevertheless', async () => {
  const other = randomUUID();
  await control.disturb('lost_answer', { times: 1 });
  await expect(vendor.sessions({ refId: other })).rejects.toThrow('fetch failed');
  expect(await vendor.status(other)).toBe('open');
});

it.each(['token', 'sessionToken', 'access_token'])('token_field puts the token under %s', async (value) => {
  await control.disturb('token_field', { value });
  expect(await vendor.begin({ refId })).toHaveProperty(value, expect.stringMatching(/^eyJ/));
});

it('body_without_session_id leaves the id inside the token', async () => {
  await control.disturb('body_without_session_id');
  const made = await vendor.begin({ refId });
  expect(made).not.toHaveProperty('sessionId');
  expect(decodeJwt(made.token)).toMatchObject({ sessionId });
});

it('unknown_status answers any word', async () => {
  await control.disturb('unknown_status', { value: 'pondering', times: 1 });
  expect([await vendor.status(refId), await vendor.status(refId)]).toEqual(['pondering', 'open']);
});

it('older_session_verdict tells of a session from before', async () => {
  const newer = await vendor.begin({ refId, forceCreation: true });
  await control.disturb('older_session_verdict', { session: newer.sessionId, times: 1 });
  const { status, sessionId: told, updatedAt, createdAt } = await vendor.read(refId);
  expect([status, told]).toEqual(['successful', sessionId]);
  expect(String(updatedAt) < String(createdAt)).toBe(true);
  expect(await vendor.status(refId)).toBe('open');
});

it.each([
  ['slashed_dates', undefined, '17/05/1990'],
  ['iso_dates', undefined, '1990-05-17'],
  ['ambiguous_date', undefined, '04/05/90'],
  ['ambiguous_date', '31/02/1990', '31/02/1990'],
])('%s (%s) writes the date of birth as %s', async (name, value, dateOfBirth) => {
  await control.disturb(name, { value });
  await control.play(sessionId, 'approved');
  expect(await documentRead()).toMatchObject({ dateOfBirth });
});

it('spoof_word puts any word where the vendor’s are not known', async () => {
  await control.disturb('spoof_word', { value: 'LIKELY' });
  await control.play(sessionId, 'approved');
  expect(await documentRead()).toMatchObject({ digitalIDSpoof: 'LIKELY', mrzStatus: 'LIKELY' });
});

it.each([
  ['picture_missing', 'selfie', { selfie: null }],
  ['data_url_pictures', undefined, { selfie: expect.stringMatching(/^data:image\/jpeg;base64,\/9j\//) }],
])('%s (%s) shows in the pictures', async (name, value, shown) => {
  await control.play(sessionId, 'approved');
  await control.disturb(name, { value });
  expect(await vendor.read(refId, '/documents')).toMatchObject(shown);
});

it('step_last puts the pictures before the step that they are of', async () => {
  await control.play(sessionId, 'approved');
  await control.disturb('step_last');
  const { documents } = await vendor.read(refId, '/documents');
  expect(Object.keys((documents as object[])[0] ?? {}).slice(-2)).toEqual(['stepId', 'type']);
});

it('large_pictures and pictures_cut_off make an answer that is long, and does not come whole', async () => {
  await control.play(sessionId, 'approved');
  await control.disturb('large_pictures', { value: 300_000 });
  const { selfie } = await vendor.read(refId, '/documents');
  expect(Buffer.from(String(selfie), 'base64')).toHaveLength(300_000);
  await control.disturb('pictures_cut_off');
  await expect(vendor.read(refId, '/documents')).rejects.toThrow('terminated');
});

it('extra_keys adds to what is documented', async () => {
  await control.disturb('extra_keys');
  expect(await vendor.read(refId)).toMatchObject({ refId, newInThisRelease: {} });
});
