import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../src/common/ids.js';
import { Problem } from '../src/common/problems/problem.js';
import { Database } from '../src/database/database.js';
import { bySystem } from '../src/journal/entry.js';
import { ProviderCatalog } from '../src/providers/catalog.js';
import { startSandboxes } from '../src/sandbox/catalog.js';
import type { Sandbox, Stage } from '../src/sandbox/kit/sandbox.js';
import { SessionStore } from '../src/sessions/session-store.js';
import type { Api } from './harness/api.js';
import { eventually } from './harness/eventually.js';
import { everyRow } from './harness/everything-stored.js';
import { filesIn } from './harness/files.js';
import { Gate } from './harness/gate.js';
import { startGateway, type TestGateway } from './harness/gateway.js';
import { controlOf, findSandbox } from './harness/sandboxes.js';
import { typesOf, watch } from './harness/session-watch.js';
import { freshStorage, storageKind } from './harness/storage.js';
import { makeKey, makeTenant, returnUrl, type TestTenant } from './harness/tenant.js';
import { plant } from './harness/trace.js';

const catalog = new ProviderCatalog();
const vendors = catalog.ids;
/** Who can be asked to forget; what the others hold, the gateway cannot reach. */
const erasing = vendors.filter((vendor) => catalog.get(vendor).erase);
const testMs = 80_000;
const aDay = 86_400;

let sandboxes: Sandbox[];
let gateway: TestGateway;
let gate: Gate;
let tenant: TestTenant;
const gateways: TestGateway[] = [];

/** Whoever moves the clock does it on a gateway of its own: the vendors' clocks stay. */
async function another() {
  const milestones = new Gate();
  const started = await startGateway({ milestones });
  gateways.push(started);
  return { gateway: started, gate: milestones, tenant: await makeTenant(started, sandboxes) };
}

beforeAll(async () => {
  sandboxes = await startSandboxes();
  ({ gateway, gate, tenant } = await another());
});
afterAll(async () => {
  await Promise.all(gateways.map((each) => each.close()));
  await Promise.all(sandboxes.map((sandbox) => sandbox.close()));
});

const control = (vendor: string) => controlOf(findSandbox(sandboxes, vendor));

/** An invented person, and what an app may write beside it. */
function wanted(provider: string) {
  const mark = randomUUID();
  return {
    ...{ provider, refId: `person-${mark}`, externalId: `order-of-${mark}-example` },
    returnUrl: `${returnUrl}?case=${mark}`,
    metadata: { note: `called Zebulon-${mark}` },
    // Nothing that the document could contradict.
    applicant: { additionalNames: plant(`Zebulon-${mark}`), email: plant(`z-${mark}@person.example`) },
  };
}

async function create(vendor: string, app: Api = tenant.app, headers: Record<string, string> = {}) {
  const request = wanted(vendor);
  const { status, body } = await app.post('/v1/sessions', request, headers);
  expect(status).toBe(201);
  return { ...body, request };
}

async function approved(vendor: string, app: Api = tenant.app) {
  const session = await create(vendor, app);
  await control(vendor).play(session.handoff, 'approved');
  await watch(app, session.id).until('approved');
  return session;
}

const pathOf = (id: string) => `/v1/sessions/${id}/personal-data`;
const erase = (id: string, app: Api = tenant.app) => app.delete(pathOf(id));
const receipt = async (id: string, app: Api = tenant.app) => (await app.get(pathOf(id))).body;
const completed = (id: string, app: Api = tenant.app, withinMs?: number) =>
  eventually(
    () => receipt(id, app),
    ({ status }) => status === 'completed',
    withinMs,
  );

async function expectNothingLeft(id: string, app: Api = tenant.app): Promise<void> {
  const gone = { status: 410, body: { code: 'session_erased' } };
  expect(await app.get(`/v1/sessions/${id}/result`)).toMatchObject(gone);
  expect(await app.post(`/v1/sessions/${id}/handoff`)).toMatchObject(gone);
  expect(await app.get(`/v1/sessions/${id}/media`)).toMatchObject(gone);
  expect((await app.get(`/v1/sessions/${id}`)).body).toMatchObject({
    ...{ externalId: null, metadata: {}, handoff: null },
  });
}

async function expectNothingSealed(id: string, at = gateway): Promise<void> {
  const row = await at.app.get(Database).client.session.findUniqueOrThrow({ where: { id } });
  expect(row).toMatchObject({
    ...{ dataKey: null, sealedRequest: null, sealedHandoff: null, sealedResult: null, returnUrl: null },
  });
}

describe.each(vendors)(`on ${storageKind}, erasing a session at %s`, (vendor) => {
  const told = catalog.get(vendor).erase ? /^(confirmed|requested)$/ : /^unsupported$/;

  it('that is decided leaves its history and nothing else, with a receipt that completes', async () => {
    const session = await approved(vendor);
    const before = await watch(tenant.app, session.id).history();
    const { status, body } = await erase(session.id);
    expect({ status, body }).toEqual({
      status: 202,
      body: {
        id: expect.stringMatching(/^ers_/),
        sessionId: session.id,
        status: 'pending',
        atProvider: 'pending',
        inStorage: 'pending',
        requestedAt: expect.any(String),
        completedAt: null,
      },
    });
    await expectNothingLeft(session.id);
    await expectNothingSealed(session.id);
    expect(await completed(session.id)).toEqual({
      ...body,
      status: 'completed',
      atProvider: expect.stringMatching(told),
      inStorage: 'confirmed',
      completedAt: expect.any(String),
    });

    const seen = await watch(tenant.app, session.id).read();
    expect(seen).toMatchObject({
      status: 'approved',
      decision: { outcome: 'approved' },
      refId: session.refId,
    });
    const history = await watch(tenant.app, session.id).history();
    expect(history.slice(0, before.length)).toEqual(before);
    expect(history.at(-1)).toMatchObject({
      ...{ type: 'session.personal_data_erased', status: 'approved', data: { erasureId: body.id } },
    });
  });

  it.each(['opened', 'in_progress', 'processing'] satisfies Stage[])(
    'whose person has got as far as %s cancels it, and nothing that the vendor says later is taken',
    async (stage) => {
      const session = await create(vendor);
      await control(vendor).play(session.handoff, 'approved', stage);
      const seen = watch(tenant.app, session.id);
      expect((await erase(session.id)).status).toBe(202);
      expect(await seen.read()).toMatchObject({ status: 'cancelled', statusReason: 'erased' });
      expect(typesOf(await seen.history()).slice(-2)).toEqual(['cancelled', 'personal_data_erased']);
      // The person goes on regardless, as far as the vendor still lets them.
      await control(vendor)
        .play(session.handoff, 'approved')
        .catch(() => undefined);
      await completed(session.id);
      expect(typesOf(await seen.history()).at(-1)).toBe('personal_data_erased');
      await expectNothingLeft(session.id);
      await expectNothingSealed(session.id);
    },
  );

  it('while its result is being fetched keeps the result out', async () => {
    const session = await create(vendor);
    const collected = gate.hold('following.collected');
    await control(vendor).play(session.handoff, 'approved');
    await collected.arrived;
    expect((await erase(session.id)).status).toBe(202);
    collected.release();
    await completed(session.id);
    const seen = watch(tenant.app, session.id);
    expect(await seen.read()).toMatchObject({ status: 'cancelled', decision: null });
    expect(typesOf(await seen.history()).at(-1)).toBe('personal_data_erased');
    await expectNothingSealed(session.id);
  });

  it('while it is being started ends the start, and tells the vendor once that is over', async () => {
    const own = await another();
    const { app } = own.tenant;
    const request = wanted(vendor);
    const started = own.gate.hold('session.started_at_provider');
    const creation = app.post('/v1/sessions', request);
    await started.arrived;
    const [session] = (await app.get(`/v1/sessions?refId=${request.refId}`)).body.data;
    expect((await erase(session.id, app)).status).toBe(202);
    started.release();
    expect(await creation).toMatchObject({ status: 409, body: { code: 'session_state_conflict' } });
    expect(await receipt(session.id, app)).toMatchObject({ status: 'pending' });
    own.gateway.clock.advance(61);
    await completed(session.id, app);
    await expectNothingSealed(session.id, own.gateway);
  });

  it('again, and by many at once, is one erasure with one receipt', async () => {
    const session = await approved(vendor);
    const answers = await Promise.all(Array.from({ length: 5 }, () => erase(session.id)));
    await completed(session.id);
    answers.push(await erase(session.id));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(answers.at(-1)?.body).toEqual(await receipt(session.id));
    const types = typesOf(await watch(tenant.app, session.id).history());
    expect(types.filter((type) => type === 'personal_data_erased')).toHaveLength(1);
  });
});

describe.each(erasing)(`on ${storageKind}, an erasure that %s does not take`, (vendor) => {
  it('is tried again until it is taken, and shown as failed after days in vain, never forgotten', async () => {
    const own = await another();
    const { app } = own.tenant;
    const session = await approved(vendor, app);
    await control(vendor).disturb({ name: 'server_error' });
    await erase(session.id, app);
    const row = () =>
      own.gateway.app.get(Database).client.erasure.findUniqueOrThrow({ where: { sessionId: session.id } });
    await eventually(row, ({ attempts }) => attempts === 1);
    expect(await receipt(session.id, app)).toMatchObject({ status: 'pending', atProvider: 'pending' });
    await eventually(
      async () => {
        own.gateway.clock.advance(aDay / 2);
        return receipt(session.id, app);
      },
      ({ atProvider }) => atProvider === 'failed',
    );
    expect(await receipt(session.id, app)).toMatchObject({ status: 'pending', inStorage: 'confirmed' });
    await control(vendor).calm();
    // Asking again is not needed, but brings the next try near.
    await erase(session.id, app);
    expect((await completed(session.id, app)).atProvider).toMatch(/^(confirmed|requested)$/);
  });
});

describe(`on ${storageKind}, an erased session`, () => {
  const [vendor = ''] = vendors;

  it('is answered with 410 to a repeat of its creation', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const session = await create(vendor, tenant.app, headers);
    await erase(session.id);
    for (let times = 1; times <= 2; times += 1) {
      const repeated = await tenant.app.post('/v1/sessions', session.request, headers);
      expect(repeated).toMatchObject({ status: 410, body: { code: 'session_erased' } });
    }
  });

  it('leaves its place to a new session of the same person', async () => {
    const session = await create(vendor);
    await erase(session.id);
    const again = await tenant.app.post('/v1/sessions', { provider: vendor, refId: session.refId });
    expect(again.status).toBe(201);
    expect(again.body.id).not.toBe(session.id);
  });

  it('takes nothing that was sealed before the erasure and comes after it', async () => {
    const session = await approved(vendor);
    await erase(session.id);
    const late = gateway.app
      .get(SessionStore)
      .alter(session.id, () => ({ patch: { vendorStatus: 'LATE' }, drafts: [] }), bySystem('test'), {
        sealedResult: new Uint8Array([1]),
      });
    await expect(late).rejects.toEqual(new Problem('session_erased'));
    await expectNothingSealed(session.id);
  });

  it('takes the kept webhooks about it along', async () => {
    const session = await approved(vendor);
    const { callback } = gateway.app.get(Database).client;
    const id = newId('cbk');
    const kept = { tenantId: tenant.id, accountId: tenant.accounts[vendor] ?? '', deliveryId: id };
    const failed = { status: 'failed', sessionId: session.id, attempts: 8, receivedAt: new Date() };
    await callback.create({ data: { id, ...kept, ...failed, sealedRequest: new Uint8Array([1]) } });
    await erase(session.id);
    expect(await callback.findUniqueOrThrow({ where: { id } })).toMatchObject({
      ...{ status: 'done', cause: 'session_erased', sealedRequest: null, nextAttemptAt: null },
    });
  });

  it('cannot be asked for by anybody but its app', async () => {
    const session = await approved(vendor);
    const other = await makeTenant(gateway, sandboxes, 'Other');
    const keyFor = async (role: string, mode: string) =>
      gateway.as(await makeKey(gateway.admin, tenant.id, role, mode));
    expect((await erase(session.id, other.app)).status).toBe(404);
    expect((await erase(session.id, await keyFor('app', 'live'))).status).toBe(404);
    expect((await erase(session.id, await keyFor('auditor', 'test'))).status).toBe(403);
    expect((await erase(session.id, await keyFor('admin', 'test'))).status).toBe(403);
    expect((await erase(session.id, gateway.as(session.clientToken))).status).toBe(403);
    expect((await watch(tenant.app, session.id).result()).status).toBe(200);
    expect((await tenant.app.get(pathOf(session.id))).status).toBe(409);
    await erase(session.id);
    expect((await receipt(session.id, await keyFor('auditor', 'test'))).sessionId).toBe(session.id);
    expect((await other.app.get(pathOf(session.id))).status).toBe(404);
  });
});

describe(`on ${storageKind}, with the storage looked at`, () => {
  it(
    'no row holds a value of the person or a text of the app any more',
    async () => {
      const storage = await freshStorage();
      const own = await startGateway({ storage });
      const { app } = await makeTenant(own, sandboxes);
      const made = await Promise.all(vendors.map((vendor) => approved(vendor, app)));
      const texts = made.flatMap(({ request: { externalId, metadata, applicant } }) => [
        ...[externalId, metadata.note, applicant.additionalNames, applicant.email],
      ]);
      await Promise.all(
        made.map(({ id }) =>
          eventually(
            async () => (await app.get(`/v1/sessions/${id}/media`)).body,
            ({ pending }) => pending === 0,
          ),
        ),
      );
      expect(filesIn(storage.environment, 'media').length).toBeGreaterThan(0);
      await Promise.all(made.map(({ id }) => erase(id, app)));
      await Promise.all(made.map(({ id }) => completed(id, app)));
      await own.close();
      expect(filesIn(storage.environment, 'media')).toEqual([]);
      const rows = await everyRow(storage);
      for (const { id } of made) expect(rows).toContain(id);
      for (const text of texts) expect(rows).not.toContain(text);
      for (const line of rows.split('\n').filter((row) => row.startsWith('public.erasures')))
        expect(line).toContain('"sealed_ref": null');
      await storage.drop();
    },
    testMs,
  );
});
