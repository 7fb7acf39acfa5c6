import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ExchangeLog } from '../src/exchanges/exchange-log.js';
import { startSandboxes } from '../src/sandbox/catalog.js';
import type { Sandbox } from '../src/sandbox/kit/sandbox.js';
import type { Api } from './harness/api.js';
import { eventually } from './harness/eventually.js';
import { startGateway, type TestGateway } from './harness/gateway.js';
import { controlOf, findSandbox } from './harness/sandboxes.js';
import { watch } from './harness/session-watch.js';
import { storageKind } from './harness/storage.js';
import { makeKey, makeTenant, type TestTenant } from './harness/tenant.js';
import { plant } from './harness/trace.js';

let gateway: TestGateway;
let sandboxes: Sandbox[];
let tenant: TestTenant;
let auditor: Api;

beforeAll(async () => {
  sandboxes = await startSandboxes();
  gateway = await startGateway();
  tenant = await makeTenant(gateway, sandboxes);
  auditor = gateway.as(await makeKey(gateway.admin, tenant.id, 'auditor', 'live'));
});
afterAll(async () => {
  await gateway.close();
  await Promise.all(sandboxes.map((sandbox) => sandbox.close()));
});

const controlAt = (vendor: string) => controlOf(findSandbox(sandboxes, vendor));
const record = async (id: string) => (await auditor.get(`/v1/audit/sessions/${id}`)).body;

/** A session that the first provider has refused to start, decided at the second. */
async function decidedAtTheFallback() {
  await gateway.admin.put(`/v1/admin/tenants/${tenant.id}/routing`, {
    rules: [
      {
        name: 'emirates',
        when: { country: ['ARE'] },
        use: [{ provider: 'vove', weight: 1 }],
        fallback: ['innovatrics'],
      },
    ],
    default: { use: [{ provider: 'uqudo', weight: 1 }] },
  });
  await controlAt('vove').disturb({ name: 'server_error' });
  const applicant = { firstName: plant('Wilhelmina-Audit'), lastName: plant('Quillfeather') };
  const { status, body, headers } = await tenant.app.post('/v1/sessions', { country: 'ARE', applicant });
  await controlAt('vove').calm();
  expect(status).toBe(201);
  await controlAt('innovatrics').play(body.handoff, 'approved');
  await watch(tenant.app, body.id).until('approved');
  return { id: body.id as string, requestId: headers.get('x-request-id') };
}

describe(`on ${storageKind}, the record of a session`, () => {
  it('tells why its providers were tried, how each call to them went, and all that followed', async () => {
    const { id, requestId } = await decidedAtTheFallback();
    // Calls are written down a moment after they were made.
    const told = await eventually(
      () => record(id),
      (seen) =>
        seen.exchanges.some(({ operation }: { operation: string }) => operation === 'data.decision/results'),
    );
    expect(told).toMatchObject({
      session: { id, provider: 'innovatrics', attempt: 2, status: 'approved', handoff: null },
      routing: {
        policyVersion: expect.any(Number),
        rule: 'emirates',
        pinned: false,
        candidates: [
          { provider: 'vove', accountId: tenant.accounts['vove'], verdict: 'usable' },
          { provider: 'innovatrics', accountId: tenant.accounts['innovatrics'], verdict: 'usable' },
        ],
      },
      attempts: [
        { provider: 'vove', outcome: 'unavailable', ms: expect.any(Number) },
        { provider: 'innovatrics', outcome: 'started', ms: expect.any(Number) },
      ],
      timelineGoesOnAfter: null,
      views: [],
      erasure: null,
    });
    expect(told.timeline.map(({ seq }: { seq: number }) => seq)).toEqual(
      told.timeline.map((_: unknown, index: number) => index + 1),
    );
    expect(told.timeline[0]).toMatchObject({
      type: 'session.created',
      actor: { kind: 'api_key', id: expect.stringMatching(/^key_/) },
      requestId,
      provider: 'vove',
    });
    expect(told.timeline.at(-1)).toMatchObject({
      type: 'session.approved',
      actor: { kind: 'provider', id: 'innovatrics' },
      requestId: null,
    });
    expect(told.exchanges[0]).toEqual({
      provider: 'vove',
      accountId: tenant.accounts['vove'],
      operation: 'session.create',
      attempt: 1,
      status: 500,
      failure: null,
      ms: expect.any(Number),
      times: 1,
      firstAt: expect.stringMatching(/Z$/),
      at: expect.stringMatching(/Z$/),
    });
    expect(told.exchanges.map(({ operation }: { operation: string }) => operation)).toEqual(
      expect.arrayContaining(['enrolment.initialize', 'data.status']),
    );
  });

  it('holds nothing that the person or the vendor has said', async () => {
    const { id } = await decidedAtTheFallback();
    await eventually(
      () => record(id),
      ({ exchanges }) => exchanges.length > 3,
    );
    const text = JSON.stringify(await record(id));
    for (const word of ['Wilhelmina', 'Quillfeather', 'handoffUrl', 'clientToken', 'Basic ']) {
      expect(text).not.toContain(word);
    }
    expect(Object.keys((await record(id)).exchanges[0]).sort()).toEqual([
      'accountId',
      'at',
      'attempt',
      'failure',
      'firstAt',
      'ms',
      'operation',
      'provider',
      'status',
      'times',
    ]);
  });

  it('tells who has looked at the result and why, and what became of its erasure', async () => {
    const { id } = await decidedAtTheFallback();
    const purpose = { 'x-purpose': 'complaint 4711' };
    expect((await tenant.app.get(`/v1/sessions/${id}/result`, purpose)).status).toBe(200);
    const { body: pictures } = await eventually(
      () => tenant.app.get(`/v1/sessions/${id}/media`),
      ({ body }) => body.data.length > 0,
    );
    const picture = await eventually(
      () => tenant.app.get(`/v1/sessions/${id}/media/${pictures.data[0].id}`),
      ({ status }) => status === 200,
    );
    expect(picture.status).toBe(200);
    const { views } = await record(id);
    expect(views).toMatchObject([
      {
        type: 'session.result_viewed',
        actor: { kind: 'api_key' },
        data: { purpose: 'complaint 4711' },
      },
      { type: 'session.media_viewed', data: { mediaId: pictures.data[0].id } },
    ]);

    expect((await tenant.app.delete(`/v1/sessions/${id}/personal-data`)).status).toBe(202);
    const { erasure, session } = await eventually(
      () => record(id),
      (seen) => seen.erasure?.status === 'completed',
    );
    expect(erasure).toMatchObject({ sessionId: id, inStorage: 'confirmed' });
    expect(session.id).toBe(id);
  });

  it('tells of a vendor that is asked for weeks in a few lines', async () => {
    const { body } = await tenant.app.post('/v1/sessions', { provider: 'vove', forceCreation: true });
    const account = { id: tenant.accounts['vove']!, provider: 'vove' };
    const note = gateway.app.get(ExchangeLog).noting(body.id as string, account);
    const asked = { operation: 'asked.again', attempt: 1, status: 200, failure: null };
    for (let ms = 1; ms <= 500; ms += 1) note({ ...asked, ms });
    const noted = (seen: { exchanges: { operation: string; times: number }[] }) =>
      seen.exchanges.filter(({ operation }) => operation === asked.operation);
    const inAll = (seen: Parameters<typeof noted>[0]) =>
      noted(seen).reduce((sum, { times }) => sum + times, 0);
    await eventually(
      () => record(body.id),
      (seen) => inAll(seen) === 500,
    );
    note({ ...asked, ms: 1 });
    const told = noted(
      await eventually(
        () => record(body.id),
        (seen) => inAll(seen) === 501,
      ),
    );
    expect(told).toHaveLength(21);
    expect(told.slice(0, 20).map(({ times }) => times)).toEqual(Array(20).fill(1));
    expect(told[20]).toMatchObject({ ...asked, times: 481, ms: 500 });
  });

  it('is not found for a session of another tenant, nor for none', async () => {
    const neighbour = await makeTenant(gateway, sandboxes, 'Neighbour');
    const { body } = await neighbour.app.post('/v1/sessions', { provider: 'vove' });
    const foreign = await auditor.get(`/v1/audit/sessions/${body.id}`);
    const none = await auditor.get('/v1/audit/sessions/vs_01ky4m9r7sf4h8r3t5n2e6x0qa');
    const malformed = await auditor.get('/v1/audit/sessions/anything');
    for (const answer of [foreign, none, malformed]) {
      expect(answer).toMatchObject({ status: 404, body: { code: 'not_found' } });
    }
  });
});
