import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { ProviderCatalog } from '../src/providers/catalog.js';
import { startSandboxes } from '../src/sandbox/catalog.js';
import type { Sandbox, Stage } from '../src/sandbox/kit/sandbox.js';
import { SessionStore } from '../src/sessions/session-store.js';
import type { Answer } from './harness/api.js';
import { eventually } from './harness/eventually.js';
import { Gate } from './harness/gate.js';
import { startGateway, type TestGateway } from './harness/gateway.js';
import { connectLive, ofType } from './harness/live.js';
import { controlOf, findSandbox } from './harness/sandboxes.js';
import { typesOf, watch } from './harness/session-watch.js';
import { storageKind } from './harness/storage.js';
import { makeTenant, type TestTenant } from './harness/tenant.js';

const vendors = new ProviderCatalog().ids;
const pairs = vendors.flatMap((from) => vendors.filter((to) => to !== from).map((to) => ({ from, to })));
const testMs = 60_000;

let sandboxes: Sandbox[];
let gateway: TestGateway;
let gate: Gate;
let tenant: TestTenant;

beforeAll(async () => {
  gate = new Gate();
  sandboxes = await startSandboxes();
  gateway = await startGateway({ milestones: gate });
  tenant = await makeTenant(gateway, sandboxes);
});
afterEach(async () => {
  for (const vendor of vendors) {
    await control(vendor).calm();
    await control(vendor).knobs({ latencyMs: 0 });
  }
});
afterAll(async () => {
  await gateway.close();
  await Promise.all(sandboxes.map((sandbox) => sandbox.close()));
});

const control = (vendor: string) => controlOf(findSandbox(sandboxes, vendor));

async function create(provider: string, fields: Record<string, unknown> = {}) {
  const { status, body } = await tenant.app.post('/v1/sessions', { provider, ...fields });
  expect(status).toBe(201);
  return body;
}

const reroute = (id: string, body: unknown = {}, app = tenant.app): Promise<Answer> =>
  app.post(`/v1/sessions/${id}/reroute`, body);

const conflict = { status: 409, body: { code: 'session_state_conflict' } };

/** How the session came to be where it is. */
async function routingOf(id: string) {
  const [session] = await gateway.app.get(SessionStore).find({ id });
  const { attempts, candidates, former = [], pinned } = session!.routing;
  return {
    pinned,
    attempts: attempts.map(({ provider, outcome }) => `${provider} ${outcome}`),
    candidates: candidates.map(({ provider, verdict }) => `${provider} ${verdict}`),
    former: former.map((choice) => choice.candidates.map(({ provider }) => provider)),
  };
}

/** How many hold the stream of the session's present vendor session at uqudo, whenever that is asked. */
async function listenersOf(id: string): Promise<() => Promise<number>> {
  const [session] = await gateway.app.get(SessionStore).find({ id });
  return async () => {
    const sessions = await control('uqudo').sessions();
    return sessions.find((one) => one.id === session?.vendorSessionId)?.listeners ?? 0;
  };
}

/** The tenant's policy: the first of them is chosen, the others follow. */
async function routeTo(...providers: string[]): Promise<void> {
  const [provider, ...fallback] = providers;
  const policy = { default: { use: [{ provider, weight: 1 }], fallback } };
  const answer = await gateway.admin.put(`/v1/admin/tenants/${tenant.id}/routing`, policy);
  expect(answer.status).toBe(200);
}

/** The person gets so far at the vendor, and the gateway has seen it. */
async function begun(vendor: string, handoff: object, id: string, until: Stage = 'in_progress') {
  await control(vendor).play(handoff, 'approved', until);
  return watch(tenant.app, id).until(until);
}

describe.each(pairs)(`on ${storageKind}, a session rerouted from $from to $to`, ({ from, to }) => {
  it(
    'keeps its id, its client token and its live channel, and is decided where it is now and nowhere else',
    async () => {
      const session = await create(from);
      const live = await connectLive(gateway.url, { token: session.clientToken });
      await live.subscribe({ after: 0 });

      const answer = await reroute(session.id, { provider: to });
      expect(answer).toMatchObject({
        status: 200,
        body: {
          ...{ id: session.id, provider: to, status: 'pending', attempt: 2, progress: [] },
          ...{ expiresAt: session.expiresAt, hostedUrl: expect.stringContaining('/verify#') },
          ...{ handoff: expect.any(Object), clientToken: expect.any(String) },
        },
      });
      expect(await live.until(ofType('session.rerouted'))).toMatchObject({
        ...{ seq: 3, status: 'pending', provider: to, data: { from, to, attempt: 2 } },
      });
      const client = await gateway.as(session.clientToken).get('/v1/client/session');
      expect(client.body).toMatchObject({ id: session.id, handoff: answer.body.handoff });

      // Where the vendor has been told, nobody can finish there any more.
      await control(from)
        .play(session.handoff, 'declined')
        .catch(() => null);
      await control(to).play(answer.body.handoff, 'approved');
      await live.until(ofType('session.approved'));
      live.close();

      const history = await watch(tenant.app, session.id).history();
      expect(live.events).toEqual(history);
      expect(typesOf(history).slice(0, 3)).toEqual(['created', 'pending', 'rerouted']);
      expect(typesOf(history)).not.toContain('declined');
      expect(new Set(history.slice(2).map(({ provider }) => provider))).toEqual(new Set([to]));
      const result = await watch(tenant.app, session.id).result();
      expect(result.body).toMatchObject({ provider: to, decision: { outcome: 'approved', revision: 1 } });
    },
    testMs,
  );

  it(
    'by force while a verdict of the former vendor is on its way takes nothing of that verdict',
    async () => {
      const session = await create(from);
      const collected = gate.hold('following.collected');
      await control(from).play(session.handoff, 'declined');
      await collected.arrived;
      expect(await reroute(session.id, { provider: to })).toMatchObject(conflict);
      const answer = await reroute(session.id, { provider: to, force: true });
      expect(answer).toMatchObject({ status: 200, body: { status: 'pending', provider: to, progress: [] } });
      collected.release();

      await control(to).play(answer.body.handoff, 'approved');
      await watch(tenant.app, session.id).until('approved');
      const types = typesOf(await watch(tenant.app, session.id).history());
      expect(types).not.toContain('declined');
      expect(types.slice(types.indexOf('rerouted') + 1)).not.toContain('decision_superseded');
    },
    testMs,
  );
});

describe(`on ${storageKind}, whether a session can be rerouted`, () => {
  it('once the person has begun is said with force alone, and what they did counts no more', async () => {
    const session = await create('innovatrics');
    await begun('innovatrics', session.handoff, session.id);
    expect(await reroute(session.id, { provider: 'vove' })).toMatchObject(conflict);
    expect(await reroute(session.id, { provider: 'vove', force: false })).toMatchObject(conflict);
    const forced = await reroute(session.id, { provider: 'vove', force: true });
    expect(forced).toMatchObject({ status: 200, body: { status: 'pending', progress: [] } });
  });

  it('ends with a verdict, also one of review, and with any other end', async () => {
    const cancelled = await create('vove');
    expect((await tenant.app.post(`/v1/sessions/${cancelled.id}/cancel`)).status).toBe(200);
    const inReview = await create('vove');
    await control('vove').play(inReview.handoff, 'review');
    await watch(tenant.app, inReview.id).until('in_review');
    const approved = await create('vove');
    await control('vove').play(approved.handoff, 'approved');
    await watch(tenant.app, approved.id).until('approved');
    for (const { id } of [cancelled, inReview, approved]) {
      expect(await reroute(id, { provider: 'uqudo', force: true })).toMatchObject(conflict);
    }
  });

  it('is 410 for an erased one, 404 for a foreign one, and 409 to where it is', async () => {
    const session = await create('vove');
    const neighbour = await makeTenant(gateway, sandboxes, 'Neighbour');
    expect(await reroute(session.id, { provider: 'uqudo' }, neighbour.app)).toMatchObject({
      ...{ status: 404, body: { code: 'not_found' } },
    });
    expect(await reroute(session.id, { provider: 'vove' })).toMatchObject(conflict);
    expect((await tenant.app.delete(`/v1/sessions/${session.id}/personal-data`)).status).toBe(202);
    expect(await reroute(session.id, { provider: 'uqudo' })).toMatchObject({
      ...{ status: 410, body: { code: 'session_erased' } },
    });
  });

  it.each([
    [{ provider: 'nobody' }, 'provider'],
    [{ provider: '' }, 'provider'],
    [{ provider: null }, 'provider'],
    [{ force: 'yes' }, 'force'],
    [{ reason: 'slow' }, 'reason'],
  ])('with %j is refused by the path of what is wrong', async (body, path) => {
    const session = await create('vove');
    const answer = await reroute(session.id, body);
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request', errors: [{ path }] } });
    expect(await watch(tenant.app, session.id).read()).toMatchObject({ status: 'pending', lastSeq: 2 });
  });
});

describe(`on ${storageKind}, where routing leads a rerouted session`, () => {
  it('is on to the next of the present policy, never back, and at last nowhere', async () => {
    await routeTo('uqudo', 'innovatrics');
    const session = await create('vove');
    await routeTo('vove', 'uqudo', 'innovatrics');
    expect(await reroute(session.id)).toMatchObject({ status: 200, body: { provider: 'uqudo' } });
    // Without a body as well.
    const second = await tenant.app.post(`/v1/sessions/${session.id}/reroute`);
    expect(second).toMatchObject({ status: 200, body: { provider: 'innovatrics', attempt: 3 } });
    expect(await reroute(session.id)).toMatchObject({
      status: 422,
      body: {
        code: 'no_provider_available',
        candidates: vendorsThat('left', ['vove', 'uqudo', 'innovatrics']),
      },
    });
    expect(await routingOf(session.id)).toEqual({
      pinned: false,
      attempts: ['vove started', 'uqudo started', 'innovatrics started'],
      candidates: ['vove left', 'uqudo left', 'innovatrics usable'],
      former: [['vove'], ['vove', 'uqudo', 'innovatrics']],
    });
    // A pin may lead back.
    expect(await reroute(session.id, { provider: 'vove' })).toMatchObject({
      status: 200,
      body: { attempt: 4 },
    });
  });

  it('is past a provider that cannot start it', async () => {
    await routeTo('uqudo', 'vove', 'innovatrics');
    const session = await create('uqudo');
    await control('vove').disturb({ name: 'server_error' });
    expect(await reroute(session.id)).toMatchObject({ status: 200, body: { provider: 'innovatrics' } });
    expect(await routingOf(session.id)).toMatchObject({
      attempts: ['uqudo started', 'vove unavailable', 'innovatrics started'],
    });
  });

  it('is where it was when nobody else can start it: it works on, and who was tried is kept', async () => {
    await routeTo('uqudo', 'vove', 'innovatrics');
    const session = await create('uqudo');
    await control('vove').disturb({ name: 'server_error' });
    await control('innovatrics').disturb({ name: 'server_error' });
    const answer = await reroute(session.id);
    expect(answer).toMatchObject({
      status: 503,
      body: {
        ...{ code: 'provider_unavailable', sessionId: session.id },
        attempts: vendorsThat('unavailable', ['vove', 'innovatrics'], 'outcome'),
      },
    });
    expect(await watch(tenant.app, session.id).read()).toMatchObject({
      ...{ status: 'pending', provider: 'uqudo', attempt: 1, lastSeq: 2, handoff: session.handoff },
    });
    expect(await routingOf(session.id)).toMatchObject({
      attempts: ['uqudo started', 'vove unavailable', 'innovatrics unavailable'],
    });
    await control('uqudo').play(session.handoff, 'approved');
    await watch(tenant.app, session.id).until('approved');
  });

  it('follows no pin to an account that is disabled or cannot do what the flow needs', async () => {
    const other = await makeTenant(gateway, sandboxes, 'Other');
    const at = `/v1/admin/tenants/${other.id}`;
    const disabled = `${at}/provider-accounts/${other.accounts['innovatrics'] ?? ''}`;
    expect((await gateway.admin.patch(disabled, { enabled: false })).status).toBe(200);
    const chip = { uqudo: { documents: [{ documentType: 'PASSPORT', reading: { enabled: true } }] } };
    expect((await gateway.admin.put(`${at}/flows/chip`, { perProvider: chip })).status).toBe(200);
    const { body } = await other.app.post('/v1/sessions', { provider: 'uqudo', flow: 'chip' });
    const toDisabled = await other.app.post('/v1/sessions', { provider: 'vove' });
    expect(await reroute(body.id, { provider: 'vove' }, other.app)).toMatchObject({
      ...{ status: 422, body: { code: 'capability_unsupported' } },
    });
    expect(await reroute(toDisabled.body.id, { provider: 'innovatrics' }, other.app)).toMatchObject({
      status: 422,
      body: { code: 'no_provider_available', candidates: vendorsThat('disabled', ['innovatrics']) },
    });
  });

  const vendorsThat = (word: string, providers: string[], as = 'verdict') =>
    providers.map((provider) => expect.objectContaining({ provider, [as]: word }));
});

describe(`on ${storageKind}, what happens to a session while it is being rerouted`, () => {
  /** A reroute whose new vendor has answered and which is not written down yet. */
  async function halfWay(id: string, body: unknown) {
    const started = gate.hold('reroute.started_at_provider');
    const answer = reroute(id, body);
    await started.arrived;
    return { finish: () => (started.release(), answer) };
  }

  const told = () => control('uqudo').calls('DELETE');

  it('of two reroutes at once one wins, and the other’s vendor session is given up', async () => {
    const session = await create('innovatrics');
    const before = (await told()).length;
    const slow = await halfWay(session.id, { provider: 'uqudo' });
    const quick = await reroute(session.id, { provider: 'vove' });
    expect(quick).toMatchObject({ status: 200, body: { provider: 'vove' } });
    expect(await slow.finish()).toMatchObject(conflict);
    await eventually(told, (calls) => calls.length === before + 1);
    const types = typesOf(await watch(tenant.app, session.id).history());
    expect(types).toEqual(['created', 'pending', 'rerouted']);
    await control('vove').play(quick.body.handoff, 'approved');
    await watch(tenant.app, session.id).until('approved');
  });

  it('ending it wins', async () => {
    const session = await create('vove');
    const before = (await told()).length;
    const underWay = await halfWay(session.id, { provider: 'uqudo' });
    expect((await tenant.app.post(`/v1/sessions/${session.id}/cancel`)).status).toBe(200);
    expect(await underWay.finish()).toMatchObject(conflict);
    await eventually(told, (calls) => calls.length === before + 1);
    expect(await watch(tenant.app, session.id).read()).toMatchObject({
      ...{ status: 'cancelled', provider: 'vove' },
    });
  });

  it.each([
    [false, conflict],
    [true, { status: 200, body: { provider: 'uqudo', status: 'pending' } }],
  ])('the person beginning wins unless it is forced (force: %j)', async (force, expected) => {
    const session = await create('vove');
    const underWay = await halfWay(session.id, { provider: 'uqudo', force });
    await begun('vove', session.handoff, session.id);
    expect(await underWay.finish()).toMatchObject(expected);
  });

  it('a write in between that is about something else does not disturb it', async () => {
    const session = await create('vove');
    const underWay = await halfWay(session.id, { provider: 'uqudo' });
    const store = gateway.app.get(SessionStore);
    const noted = (current: { refusals: number }) => ({ patch: { refusals: current.refusals }, drafts: [] });
    await store.alter(session.id, noted, { actor: { kind: 'system', id: 'test' }, requestId: null });
    expect(await underWay.finish()).toMatchObject({ status: 200, body: { provider: 'uqudo' } });
  });

  it('a renewal of the former hand-off that comes too late is refused', async () => {
    const session = await create('vove');
    await control('vove').knobs({ latencyMs: 1_000 });
    const renewal = tenant.app.post(`/v1/sessions/${session.id}/handoff`);
    const answer = await reroute(session.id, { provider: 'innovatrics' });
    expect(answer.status).toBe(200);
    expect(await renewal).toMatchObject(conflict);
    expect(await watch(tenant.app, session.id).read()).toMatchObject({
      ...{ provider: 'innovatrics', handoff: answer.body.handoff },
    });
  });
});

it(`on ${storageKind}, the former vendor is told, and its stream is let go at once`, async () => {
  const session = await create('uqudo');
  const listened = await listenersOf(session.id);
  await eventually(listened, (count) => count === 1);
  const told = async () => (await control('uqudo').calls('DELETE')).length;
  const before = await told();
  expect((await reroute(session.id, { provider: 'innovatrics' })).status).toBe(200);
  await eventually(told, (count) => count === before + 1, 1_000);
  await eventually(listened, (count) => count === 0, 1_000);
});

it(`on ${storageKind}, at a vendor that knows persons the rerouted session takes the place of the person's other one`, async () => {
  // Nothing but webhooks tells of anything here.
  const calling = await startSandboxes();
  const quiet = await makeTenant(gateway, calling, 'Quiet', { callbacks: true, pollSeconds: 3600 });
  const refId = randomUUID();
  const post = (fields: object) => quiet.app.post('/v1/sessions', { refId, ...fields });
  const { body: older } = await post({ provider: 'innovatrics' });
  const { body: newer } = await post({ provider: 'vove', forceCreation: true });
  const answer = await reroute(older.id, { provider: 'vove' }, quiet.app);
  expect(answer.status).toBe(200);
  expect(await watch(quiet.app, newer.id).read()).toMatchObject({
    ...{ status: 'cancelled', statusReason: 'superseded' },
  });
  // A webhook names the person alone, and means the session that came to the vendor last.
  await controlOf(findSandbox(calling, 'vove')).play(answer.body.handoff, 'approved');
  await watch(quiet.app, older.id).until('approved');
  await Promise.all(calling.map((sandbox) => sandbox.close()));
});

it(`on ${storageKind}, erasing a rerouted session has every vendor forget it that it was at`, async () => {
  const session = await create('innovatrics');
  await begun('innovatrics', session.handoff, session.id);
  const answer = await reroute(session.id, { provider: 'uqudo', force: true });
  expect(answer.status).toBe(200);
  await control('uqudo').play(answer.body.handoff, 'approved');
  await watch(tenant.app, session.id).until('approved');
  const deletions = async () => (await control('innovatrics').calls('DELETE')).length;
  const before = await deletions();
  await tenant.app.delete(`/v1/sessions/${session.id}/personal-data`);
  await eventually(
    async () => (await tenant.app.get(`/v1/sessions/${session.id}/personal-data`)).body,
    ({ status }) => status === 'completed',
  );
  expect(await deletions()).toBeGreaterThan(before);
});
