import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { Milestones, type Milestone } from '../src/common/milestones.js';
import { ProviderCatalog } from '../src/providers/catalog.js';
import { startSandboxes } from '../src/sandbox/catalog.js';
import type { Sandbox } from '../src/sandbox/kit/sandbox.js';
import { SessionStore } from '../src/sessions/session-store.js';
import { eventually } from './harness/eventually.js';
import { startGateway, type TestGateway } from './harness/gateway.js';
import { controlOf } from './harness/sandboxes.js';
import { typesOf, watch } from './harness/session-watch.js';
import { storageKind } from './harness/storage.js';
import { makeTenant, returnUrl, type TestTenant } from './harness/tenant.js';

/** Does something once, at one point between two durable steps. */
class Interference extends Milestones {
  private planned: { at: Milestone; work: () => Promise<void> } | null = null;

  once(at: Milestone, work: () => Promise<void>): void {
    this.planned = { at, work };
  }

  override async reached(milestone: Milestone): Promise<void> {
    if (this.planned?.at !== milestone) return;
    const { work } = this.planned;
    this.planned = null;
    await work();
  }
}

const interference = new Interference();
const databaseFails = (): Promise<void> => Promise.reject(new Error('the database is away'));
const patienceMs = 120_000;

let sandboxes: Sandbox[];
let sandbox: Sandbox;
let gateway: TestGateway;
let tenant: TestTenant;
let store: SessionStore;

beforeAll(async () => {
  sandboxes = await startSandboxes();
  gateway = await startGateway({ milestones: interference });
  tenant = await makeTenant(gateway, sandboxes);
  store = gateway.app.get(SessionStore);
  const polledOnly = sandboxes.find(({ vendor }) => !new ProviderCatalog().get(vendor).follow);
  if (!polledOnly) throw new Error('every vendor has a stream');
  sandbox = polledOnly;
});
beforeEach(() => controlOf(sandbox).calm());
afterAll(async () => {
  await gateway.close();
  await Promise.all(sandboxes.map((each) => each.close()));
});

async function create() {
  const { status, body } = await tenant.app.post('/v1/sessions', { provider: sandbox.vendor, returnUrl });
  expect(status).toBe(201);
  return body;
}

const nextCheckOf = async (id: string) => (await store.find({ id }))[0]?.nextCheckAt ?? null;

it(
  `on ${storageKind}, a start that its living process has lost hold of is taken up again by itself`,
  async () => {
    interference.once('session.started_at_provider', databaseFails);
    const answer = await tenant.app.post('/v1/sessions', {
      provider: sandbox.vendor,
      returnUrl,
      refId: 'person-of-a-lost-start',
    });
    expect(answer.status).toBe(500);
    const { body } = await tenant.app.get('/v1/sessions?refId=person-of-a-lost-start');
    const [{ id }] = body.data;
    expect(body.data).toMatchObject([{ status: 'created' }]);
    gateway.clock.advance(121);
    await watch(tenant.app, id).until('pending', patienceMs / 2);
    expect(typesOf(await watch(tenant.app, id).history())).toEqual(['created', 'pending']);
  },
  patienceMs,
);

it(
  'a check that breaks off in the gateway itself is followed by another soon, and the verdict is not lost',
  async () => {
    const session = await create();
    let claimedUntil: Date | null = null;
    interference.once('following.collected', async () => {
      claimedUntil = await nextCheckOf(session.id);
      await databaseFails();
    });
    await controlOf(sandbox).play(session.handoff, 'approved');
    // Sooner than the claim of the broken check runs out.
    await eventually(
      () => nextCheckOf(session.id),
      (at) => claimedUntil !== null && (at === null || at < claimedUntil),
    );
    await watch(tenant.app, session.id).until('approved', patienceMs / 2);
  },
  patienceMs,
);

it(
  'a vendor that does not answer is asked again at the same pace, and the pace is the same afterwards',
  async () => {
    const session = await create();
    const { play, disturb, calls } = controlOf(sandbox);
    await disturb({ name: 'server_error', times: 6 }, session.handoff);
    const before = (await calls()).length;
    await eventually(
      calls,
      (made) => made.slice(before).filter(({ status }) => status === 500).length >= 6,
      60_000,
    );
    const [after] = await store.find({ id: session.id });
    expect(after?.idleChecks).toBeLessThanOrEqual(2);
    await play(session.handoff, 'declined');
    await watch(tenant.app, session.id).until('declined', patienceMs / 2);
  },
  patienceMs,
);

it(
  'the verdict on a vendor session that has been replaced meanwhile decides nothing',
  async () => {
    const session = await create();
    let collected = false;
    interference.once('following.collected', async () => {
      const origin = { actor: { kind: 'system', id: 'test' }, requestId: null } as const;
      await store.alter(
        session.id,
        () => ({ patch: { vendorSessionId: '00000000-0000-4000-8000-000000000000' }, drafts: [] }),
        origin,
      );
      collected = true;
    });
    await controlOf(sandbox).play(session.handoff, 'approved');
    await eventually(
      () => Promise.resolve(collected),
      (done) => done,
      patienceMs / 2,
    );
    const asked = async () => (await store.find({ id: session.id }))[0]?.idleChecks ?? 0;
    const checks = await asked();
    await eventually(asked, (now) => now > checks, patienceMs / 2);
    expect(await watch(tenant.app, session.id).read()).toMatchObject({
      status: 'processing',
      decision: null,
    });
  },
  patienceMs,
);

it(
  'a verdict that could not be fetched is fetched at the first pace again, however long nothing was new before',
  async () => {
    const session = await create();
    await store.plan(session, { nextCheckAt: gateway.clock.now(), idleChecks: 10 });
    interference.once('following.collected', databaseFails);
    await controlOf(sandbox).play(session.handoff, 'review');
    await watch(tenant.app, session.id).until('in_review', patienceMs / 2);

    await store.plan(session, { nextCheckAt: gateway.clock.in(1), idleChecks: 10 });
    interference.once('following.collected', databaseFails);
    await controlOf(sandbox).resolve(session.handoff, 'approved');
    // At the pace of the tenth idle check, a minute, this would be too late.
    await watch(tenant.app, session.id).until('approved', 20_000);
  },
  patienceMs,
);
