import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startSandboxes } from '../src/sandbox/catalog.js';
import type { Sandbox } from '../src/sandbox/kit/sandbox.js';
import type { Answer, Api } from './harness/api.js';
import { startGateway, type TestGateway } from './harness/gateway.js';
import { connectLive, ofType } from './harness/live.js';
import { controlOf, findSandbox } from './harness/sandboxes.js';
import { storageKind } from './harness/storage.js';
import { makeTenant, returnUrl, type TestTenant } from './harness/tenant.js';

/** The vendor's call that makes a session there. */
const vendors = [
  { vendor: 'uqudo', creation: '/api/v1/session' },
  { vendor: 'innovatrics', creation: '/api/v1/enrolment/initialize' },
  { vendor: 'vove', creation: '/v2/sessions' },
] as const;

let gateway: TestGateway;
let sandboxes: Sandbox[];
let tenant: TestTenant;
let neighbour: TestTenant;

beforeAll(async () => {
  sandboxes = await startSandboxes();
  gateway = await startGateway();
  tenant = await makeTenant(gateway, sandboxes);
  neighbour = await makeTenant(gateway, sandboxes, 'Neighbour');
});
afterEach(() => Promise.all(vendors.map(({ vendor }) => controlOf(sandboxOf(vendor)).calm())));
afterAll(async () => {
  await gateway.close();
  await Promise.all(sandboxes.map((sandbox) => sandbox.close()));
});

const sandboxOf = (vendor: string): Sandbox => findSandbox(sandboxes, vendor);

function times<T>(count: number, make: (index: number) => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => make(index)));
}

const withKey = (key: string) => ({ 'idempotency-key': key });

async function sessionsOf(app: Api, refId: string): Promise<{ id: string; status: string }[]> {
  return (await app.get(`/v1/sessions?refId=${encodeURIComponent(refId)}`)).body.data;
}

async function creations({ vendor, creation }: { vendor: string; creation: string }): Promise<number> {
  return (await controlOf(sandboxOf(vendor)).calls('POST', creation)).length;
}

async function typesOf(sessionId: string): Promise<string[]> {
  const { body } = await tenant.app.get(`/v1/sessions/${sessionId}/events`);
  return body.data.map(({ type }: { type: string }) => type);
}

function expectSameAnswerAgain(repeat: Answer, first: Answer): void {
  expect(repeat.status).toBe(first.status);
  expect(repeat.headers.get('idempotent-replayed')).toBe('true');
  expect(first.headers.get('idempotent-replayed')).toBeNull();
  expect(repeat.headers.get('content-type')).toBe(first.headers.get('content-type'));
  expect(repeat.body).toEqual(first.body);
}

describe.each(vendors)(`on ${storageKind}, through $vendor, one Idempotency-Key`, (at) => {
  const provider = at.vendor;

  it('makes one session and one vendor call, however many send it at once, and tells all of them the same', async () => {
    const [refId, key] = [randomUUID(), randomUUID()];
    const body = { provider, refId, returnUrl };
    const before = await creations(at);
    const answers = await times(50, () => tenant.app.post('/v1/sessions', body, withKey(key)));

    const created = answers.filter(({ status }) => status === 201);
    expect(created.length).toBeGreaterThan(0);
    for (const { body: told } of created) expect(told).toEqual(created[0]?.body);
    for (const answer of answers.filter(({ status }) => status !== 201)) {
      expect(answer).toMatchObject({ status: 409, body: { code: 'idempotency_in_progress' } });
    }
    expect(created.filter(({ headers }) => !headers.has('idempotent-replayed'))).toHaveLength(1);
    expect(await creations(at)).toBe(before + 1);
    expect(await sessionsOf(tenant.app, refId)).toHaveLength(1);

    const later = await tenant.app.post('/v1/sessions', body, withKey(key));
    expect(later.headers.get('idempotent-replayed')).toBe('true');
    expect(later).toMatchObject({ status: 201, body: created[0]?.body });
    expect(await creations(at)).toBe(before + 1);
    expect(await typesOf(later.body.id)).toEqual(['session.created', 'session.pending']);
  });

  it('stands for the failure, too: a repeat is told of the same failed session, and makes no other', async () => {
    const control = controlOf(sandboxOf(provider));
    const [refId, key] = [randomUUID(), randomUUID()];
    await control.disturb({ name: 'server_error' });
    const first = await tenant.app.post('/v1/sessions', { provider, refId }, withKey(key));
    expect(first).toMatchObject({
      status: 503,
      body: { code: 'provider_unavailable', attempts: [{ provider, outcome: 'unavailable' }] },
    });
    await control.calm();
    const before = await creations(at);
    const repeat = await tenant.app.post('/v1/sessions', { provider, refId }, withKey(key));
    expectSameAnswerAgain(repeat, first);
    expect(await creations(at)).toBe(before);
    expect(await sessionsOf(tenant.app, refId)).toMatchObject([
      { id: first.body.sessionId, status: 'failed', statusReason: 'provider_unavailable' },
    ]);

    // The person is not locked out by it.
    const fresh = await tenant.app.post('/v1/sessions', { provider, refId }, withKey(randomUUID()));
    expect(fresh).toMatchObject({ status: 201, body: { status: 'pending' } });
  });
});

describe(`on ${storageKind}, an Idempotency-Key`, () => {
  it('with another body, or at another address, is 422 idempotency_key_reused and changes nothing', async () => {
    const [refId, key] = [randomUUID(), randomUUID()];
    const first = await tenant.app.post('/v1/sessions', { provider: 'vove', refId }, withKey(key));
    expect(first.status).toBe(201);
    const other = { provider: 'vove', refId, forceCreation: true };
    const reused = await tenant.app.post('/v1/sessions', other, withKey(key));
    expect(reused).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
    expect(JSON.stringify(reused.body)).not.toContain(key);
    const elsewhere = await tenant.app.post('/v1/sessions?again', { provider: 'vove', refId }, withKey(key));
    expect(elsewhere).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
    expect(await sessionsOf(tenant.app, refId)).toHaveLength(1);
    expectSameAnswerAgain(
      await tenant.app.post('/v1/sessions', { provider: 'vove', refId }, withKey(key)),
      first,
    );
  });

  it('belongs to its tenant: two may use the same one, even at once, and neither is told of the other', async () => {
    const [refId, key] = [randomUUID(), randomUUID()];
    const body = { provider: 'vove', refId };
    const [own, foreign] = await Promise.all(
      [tenant, neighbour].map(({ app }) => app.post('/v1/sessions', body, withKey(key))),
    );
    expect(own).toMatchObject({ status: 201, body: { tenantId: tenant.id } });
    expect(foreign).toMatchObject({ status: 201, body: { tenantId: neighbour.id } });
    expect(own?.body.id).not.toBe(foreign?.body.id);
    const repeat = await neighbour.app.post('/v1/sessions', body, withKey(key));
    expect(repeat.body).toEqual(foreign?.body);
  });

  it.each([
    { refused: 'a field that is not valid', body: { refId: 7 }, status: 400 },
    { refused: 'an unknown flow', body: { flow: 'nowhere' }, status: 422 },
    { refused: 'a foreign return address', body: { returnUrl: 'https://else.example' }, status: 400 },
    { refused: 'an unknown provider', body: { provider: 'nobody' }, status: 400 },
  ])('is not used up by $refused', async ({ body, status }) => {
    const key = randomUUID();
    const refused = await tenant.app.post('/v1/sessions', body, withKey(key));
    expect(refused.status).toBe(status);
    expect((await tenant.app.post('/v1/sessions', body, withKey(key))).status).toBe(status);
    const accepted = await tenant.app.post('/v1/sessions', { provider: 'vove' }, withKey(key));
    expect(accepted.status).toBe(201);
    expect(accepted.headers.get('idempotent-replayed')).toBeNull();
  });

  it('is asked for only after the credential: a refused caller neither uses nor sees it', async () => {
    const [refId, key] = [randomUUID(), randomUUID()];
    const body = { provider: 'vove', refId };
    expect((await gateway.as(null).post('/v1/sessions', body, withKey(key))).status).toBe(401);
    expect((await gateway.admin.post('/v1/sessions', body, withKey(key))).status).toBe(403);
    const first = await tenant.app.post('/v1/sessions', body, withKey(key));
    expect(first.status).toBe(201);
    const stranger = await gateway.as(null).post('/v1/sessions', body, withKey(key));
    expect(stranger.status).toBe(401);
    expect(JSON.stringify(stranger.body)).not.toContain(first.body.id);
  });

  it('is forgotten after 24 hours: then it makes something new', async () => {
    const own = await startGateway();
    const key = randomUUID();
    const create = () => own.admin.post('/v1/admin/tenants', { name: 'Daily' }, withKey(key));
    const first = await create();
    own.clock.advance(24 * 3600 - 60);
    expectSameAnswerAgain(await create(), first);
    own.clock.advance(61);
    const next = await create();
    expect(next.status).toBe(201);
    expect(next.headers.get('idempotent-replayed')).toBeNull();
    expect(next.body.id).not.toBe(first.body.id);
    await own.close();
  });

  it('makes one tenant, whoever asks at once', async () => {
    const name = `Tenant ${randomUUID()}`;
    await expectOneOf(
      (headers) => gateway.admin.post('/v1/admin/tenants', { name }, headers),
      async () => (await gateway.admin.get('/v1/admin/tenants')).body.data,
      (made) => made.name === name,
    );
  });

  it('makes one API key, and shows its secret again to the same admin alone', async () => {
    const address = `/v1/admin/tenants/${tenant.id}/api-keys`;
    const body = { role: 'auditor', mode: 'test', name: `key ${randomUUID()}` };
    const { secret } = await expectOneOf(
      (headers) => gateway.admin.post(address, body, headers),
      async () => (await gateway.admin.get(address)).body.data,
      (made) => made.name === body.name,
    );
    expect((await gateway.as(secret).get('/v1/sessions')).status).toBe(200);
  });

  it('makes one provider account', async () => {
    const address = `/v1/admin/tenants/${tenant.id}/provider-accounts`;
    const { settings, credentials } = sandboxOf('vove').account;
    const body = { provider: 'vove', name: `vove ${randomUUID()}`, mode: 'live', settings, credentials };
    await expectOneOf(
      (headers) => gateway.admin.post(address, body, headers),
      async () => (await gateway.admin.get(address)).body.data,
      (made) => made.name === body.name,
    );
  });
});

/** Ten equal creations at once, and one later. Returns what was made. */
async function expectOneOf(
  create: (headers: Record<string, string>) => Promise<Answer>,
  list: () => Promise<{ id: string; name: string }[]>,
  isIt: (made: { name: string }) => boolean,
): Promise<Answer['body']> {
  const headers = withKey(randomUUID());
  const answers = await times(10, () => create(headers));
  const created = answers.filter(({ status }) => status === 201);
  const [first] = created;
  for (const { body } of created) expect(body).toEqual(first?.body);
  for (const answer of answers.filter(({ status }) => status !== 201)) {
    expect(answer).toMatchObject({ status: 409, body: { code: 'idempotency_in_progress' } });
  }
  const later = await create(headers);
  expect(later).toMatchObject({ status: 201, body: first?.body });
  expect(later.headers.get('idempotent-replayed')).toBe('true');
  expect((await list()).filter(isIt)).toMatchObject([{ id: later.body.id }]);
  return later.body;
}

describe.each(vendors)(`on ${storageKind}, through $vendor, the refId of a person`, (at) => {
  const provider = at.vendor;
  const control = () => controlOf(sandboxOf(provider));
  const create = (fields: Record<string, unknown>) =>
    tenant.app.post('/v1/sessions', { provider, returnUrl, ...fields });

  it('leads back to the active session, with a hand-off that works', async () => {
    const refId = randomUUID();
    const first = await create({ refId });
    expect(first.status).toBe(201);
    const again = await create({ refId });
    expect(again).toMatchObject({
      status: 200,
      body: { id: first.body.id, refId, status: 'pending', attempt: 1, lastSeq: 3 },
    });
    expect(await typesOf(first.body.id)).toEqual([
      'session.created',
      'session.pending',
      'session.handoff_renewed',
    ]);
    expect(await sessionsOf(tenant.app, refId)).toHaveLength(1);
    const client = await gateway.as(again.body.clientToken).get('/v1/client/session');
    expect(client).toMatchObject({ status: 200, body: { id: first.body.id, handoff: again.body.handoff } });

    const live = await connectLive(gateway.url, { token: again.body.clientToken });
    await live.subscribe({ after: 0 });
    await control().play(again.body.handoff, 'approved');
    await live.until(ofType('session.approved'));
    live.close();
  });

  it('of a person whose session has ended gets a new session', async () => {
    const refId = randomUUID();
    const first = await create({ refId });
    await tenant.app.post(`/v1/sessions/${first.body.id}/cancel`);
    const next = await create({ refId });
    expect(next).toMatchObject({ status: 201, body: { status: 'pending' } });
    expect(next.body.id).not.toBe(first.body.id);
  });

  it('asked for by twenty at once makes one session, of which all are told', async () => {
    const refId = randomUUID();
    const answers = await times(20, () => create({ refId }));
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array<number>(19).fill(200), 201]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(await sessionsOf(tenant.app, refId)).toHaveLength(1);
    const types = await typesOf(answers[0]?.body.id);
    expect(types).toEqual([
      'session.created',
      'session.pending',
      ...Array<string>(19).fill('session.handoff_renewed'),
    ]);
  });

  it('is a person of its tenant: the same one of another tenant is somebody else', async () => {
    const refId = randomUUID();
    const [own, foreign] = [
      await create({ refId }),
      await neighbour.app.post('/v1/sessions', { provider, refId }),
    ];
    expect(own.status).toBe(201);
    expect(foreign.status).toBe(201);
    expect(own.body.id).not.toBe(foreign.body.id);
  });

  it('with forceCreation gets a second session, and the older verdict never decides the newer one', async () => {
    const refId = randomUUID();
    const older = (await create({ refId })).body;
    const answer = await create({ refId, forceCreation: true });
    expect(answer).toMatchObject({ status: 201, body: { status: 'pending', lastSeq: 2 } });
    const newer = answer.body;
    expect(newer.id).not.toBe(older.id);

    const feed = await connectLive(gateway.url, { apiKey: tenant.appKey });
    for (const { id } of [older, newer]) await feed.subscribe({ sessionId: id, after: 0 });
    const statusOf = (id: string, status: string) =>
      feed.until((event) => event.sessionId === id && event.type === `session.${status}`);
    await control().play(older.handoff, 'approved');
    if (provider === 'vove') {
      expect((await statusOf(older.id, 'cancelled')).data).toMatchObject({ reason: 'superseded' });
    } else {
      await statusOf(older.id, 'approved');
      expect((await tenant.app.get(`/v1/sessions/${newer.id}`)).body.status).toBe('pending');
    }
    await control().play(newer.handoff, 'declined');
    await statusOf(newer.id, 'declined');
    feed.close();

    expect(await typesOf(newer.id)).not.toContain('session.approved');
    expect((await tenant.app.get(`/v1/sessions/${older.id}`)).body).toMatchObject(
      provider === 'vove'
        ? { status: 'cancelled', statusReason: 'superseded', handoff: null }
        : { status: 'approved' },
    );
    expect((await tenant.app.get(`/v1/sessions/${newer.id}`)).body).toMatchObject({
      status: 'declined',
      decision: { outcome: 'declined', revision: 1 },
    });
  });

  if (provider !== 'vove') {
    it('with forceCreation gets a session each time, also of ten at once', async () => {
      const refId = randomUUID();
      const answers = await times(10, () => create({ refId, forceCreation: true }));
      expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(201));
      expect(new Set(answers.map(({ body }) => body.id)).size).toBe(10);
    });
  }

  it('after forceCreation leads back to the newer session', async () => {
    const refId = randomUUID();
    await create({ refId });
    const newer = await create({ refId, forceCreation: true });
    const again = await create({ refId });
    expect(again).toMatchObject({ status: 200, body: { id: newer.body.id } });
  });
});

it(`on ${storageKind}, through vove, a verdict that the vendor still tells of the older session decides nothing`, async () => {
  const control = controlOf(sandboxOf('vove'));
  const refId = randomUUID();
  const create = (fields: Record<string, unknown>) =>
    tenant.app.post('/v1/sessions', { provider: 'vove', refId, ...fields });
  await create({});
  const { body: newer } = await create({ forceCreation: true });
  const live = await connectLive(gateway.url, { token: newer.clientToken });
  await live.subscribe({ after: 0 });
  await control.disturb({ name: 'older_session_verdict', times: 1, value: 'successful' }, newer.handoff);
  await control.play(newer.handoff, 'declined');
  await live.until(ofType('session.declined'));
  const disturbances = await fetch(`${sandboxOf('vove').url}/_sandbox/disturbances`);
  const { active } = (await disturbances.json()) as { active: { left: number }[] };
  expect(active.map(({ left }) => left)).toEqual([0]);
  expect(live.events.map(({ type }) => type)).not.toContain('session.approved');
  live.close();
});

it(`on ${storageKind}, through vove, forced sessions of a person at once leave one that goes on and can be decided`, async () => {
  const refId = randomUUID();
  const body = { provider: 'vove', refId, forceCreation: true };
  const answers = await times(10, () => tenant.app.post('/v1/sessions', body));
  for (const answer of answers.filter(({ status }) => status !== 201)) {
    expect(answer).toMatchObject({ status: 409, body: { code: 'session_state_conflict' } });
  }
  const sessions = await sessionsOf(tenant.app, refId);
  expect(sessions).toHaveLength(10);
  const [survivor, ...others] = sessions.filter(({ status }) => status !== 'cancelled');
  expect(survivor).toMatchObject({ status: 'pending' });
  expect(others).toEqual([]);

  // In which order the vendor got to see them is another matter: a renewal leads to the one it means.
  const renewed = await tenant.app.post(`/v1/sessions/${survivor?.id ?? ''}/handoff`);
  const live = await connectLive(gateway.url, { token: renewed.body.clientToken });
  await controlOf(sandboxOf('vove')).play(renewed.body.handoff, 'approved');
  await live.until(ofType('session.approved'));
  live.close();
});
