import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Database } from '../src/database/database.js';
import type { RoutingRecord } from '../src/sessions/domain/session.js';
import { MetricsPort } from '../src/health/metrics-port.js';
import { startSandboxes } from '../src/sandbox/catalog.js';
import type { Sandbox } from '../src/sandbox/kit/sandbox.js';
import { eventually } from './harness/eventually.js';
import { startGateway, type TestGateway } from './harness/gateway.js';
import { controlOf, findSandbox } from './harness/sandboxes.js';
import { watch } from './harness/session-watch.js';
import { longestStallDuring } from './harness/stalls.js';
import { storageKind } from './harness/storage.js';
import { makeTenant, type TestTenant } from './harness/tenant.js';

/** How each vendor's sessions are made. */
const creation: Readonly<Record<string, string>> = {
  uqudo: '/api/v1/session',
  innovatrics: '/api/v1/enrolment/initialize',
  vove: '/v2/sessions',
};

let gateway: TestGateway;
let sandboxes: Sandbox[];

beforeAll(async () => {
  gateway = await startGateway({ environment: { METRICS_PORT: '0' } });
});
// Anew each time: the poll of an earlier session would meet the disturbance that a start is to meet.
beforeEach(async () => {
  sandboxes = await startSandboxes();
});
afterEach(() => Promise.all(sandboxes.map((sandbox) => sandbox.close())));
afterAll(() => gateway.close());

/** Accounts of its own, about which nothing is known yet. */
const freshTenant = (): Promise<TestTenant> => makeTenant(gateway, sandboxes);
const controlAt = (vendor: string) => controlOf(findSandbox(sandboxes, vendor));
const creationsAt = async (vendor: string): Promise<number> =>
  (await controlAt(vendor).calls('POST', creation[vendor])).length;

const vendorSessionsAt = async (vendor: string): Promise<string[]> =>
  (await controlAt(vendor).sessions()).map(({ id }) => id);

async function attemptsOf(sessionId: string): Promise<RoutingRecord['attempts']> {
  const { routing } = await gateway.app
    .get(Database)
    .client.session.findUniqueOrThrow({ where: { id: sessionId } });
  return (routing as unknown as RoutingRecord).attempts;
}

async function metrics(): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${gateway.app.get(MetricsPort).port}/metrics`);
  expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
  return answer.text();
}

describe(`on ${storageKind}, a start whose answer was lost`, () => {
  it.each(['innovatrics', 'vove'])(
    'is asked for once more, and leads to exactly one session at %s and to 201 for the app',
    async (vendor) => {
      const tenant = await freshTenant();
      const before = await vendorSessionsAt(vendor);
      await controlAt(vendor).disturb({ name: 'lost_answer', times: 1 });
      const refId = randomUUID();
      const made = await tenant.app.post('/v1/sessions', { provider: vendor, refId, forceCreation: true });
      expect(made).toMatchObject({ status: 201, body: { status: 'pending', attempt: 1 } });
      const after = (await vendorSessionsAt(vendor)).filter((id) => !before.includes(id));
      expect(after).toHaveLength(1);
      expect(await attemptsOf(made.body.id)).toEqual([
        { provider: vendor, outcome: 'started', ms: expect.any(Number), repeated: true },
      ]);
      await controlAt(vendor).play(made.body.handoff, 'approved');
      await watch(tenant.app, made.body.id).until('approved');
    },
  );

  it('is made anew at uqudo, where the lost one dies unseen, and the new one is the one that counts', async () => {
    const tenant = await freshTenant();
    const before = await vendorSessionsAt('uqudo');
    await controlAt('uqudo').disturb({ name: 'lost_answer', times: 1 });
    const made = await tenant.app.post('/v1/sessions', { provider: 'uqudo' });
    expect(made.status).toBe(201);
    expect((await vendorSessionsAt('uqudo')).filter((id) => !before.includes(id))).toHaveLength(2);
    await controlAt('uqudo').play(made.body.handoff, 'approved');
    await watch(tenant.app, made.body.id).until('approved');
  });

  it('twice goes to the next provider, and the record tells of both', async () => {
    const tenant = await freshTenant();
    await routeTo(tenant, 'vove', 'innovatrics');
    await controlAt('vove').disturb({ name: 'lost_answer', times: 2 });
    const made = await tenant.app.post('/v1/sessions', { refId: randomUUID() });
    expect(made).toMatchObject({ status: 201, body: { provider: 'innovatrics', attempt: 2 } });
    expect(await attemptsOf(made.body.id)).toMatchObject([
      { provider: 'vove', outcome: 'unavailable', repeated: true },
      { provider: 'innovatrics', outcome: 'started' },
    ]);
  });

  it('by a timeout goes to the next provider at once, so that the person does not wait twice', async () => {
    const tenant = await freshTenant();
    await routeTo(tenant, 'vove', 'innovatrics');
    await controlAt('vove').disturb({ name: 'slow', value: 10_500 });
    const [made, stallMs] = await longestStallDuring(() =>
      tenant.app.post('/v1/sessions', { refId: randomUUID() }),
    );
    expect(made).toMatchObject({ status: 201, body: { provider: 'innovatrics', attempt: 2 } });
    const [timedOut] = await attemptsOf(made.body.id);
    expect(timedOut).toEqual({ provider: 'vove', outcome: 'timeout', ms: expect.any(Number) });
    // A start has 10 seconds at each provider.
    expect(timedOut?.ms).toBeLessThan(10_500 + 2 * stallMs);
  });
});

describe(`on ${storageKind}, an account whose vendor fails`, () => {
  it('is left alone after 10 failures, shows so in the metrics, and is taken again by itself after it heals', async () => {
    const tenant = await freshTenant();
    const create = () => tenant.app.post('/v1/sessions', { provider: 'vove', refId: randomUUID() });
    await controlAt('vove').disturb({ name: 'server_error' });
    for (let made = 0; made < 10; made += 1) expect((await create()).status).toBe(503);
    const before = await creationsAt('vove');
    expect(await create()).toMatchObject({
      status: 503,
      body: { code: 'provider_unavailable', attempts: [{ provider: 'vove', outcome: 'unavailable' }] },
    });
    expect(await creationsAt('vove')).toBe(before);
    const account = `provider="vove",account="${tenant.accounts['vove']}"`;
    expect(await metrics()).toContain(`idv_provider_account_broken{${account}} 1`);
    expect(await metrics()).toMatch(/^idv_provider_accounts_broken\{provider="vove"\} [1-9]/m);

    const neighbour = await freshTenant();
    await controlAt('vove').calm();
    expect((await neighbour.app.post('/v1/sessions', { provider: 'vove' })).status).toBe(201);

    await eventually(create, ({ status }) => status === 201);
    expect(await metrics()).toContain(`idv_provider_account_broken{${account}} 0`);
  });
});

describe(`on ${storageKind}, a vendor that answers 429 with Retry-After`, () => {
  it('gets the start once more when that time is over, and the app gets 201', async () => {
    const tenant = await freshTenant();
    await controlAt('vove').disturb({ name: 'throttled', times: 1, value: 1 });
    const began = performance.now();
    const made = await tenant.app.post('/v1/sessions', { provider: 'vove', refId: randomUUID() });
    expect(made.status).toBe(201);
    expect(performance.now() - began).toBeGreaterThanOrEqual(999);
  });

  it('is not reached by other starts before, when the time is long', async () => {
    const tenant = await freshTenant();
    const create = () => tenant.app.post('/v1/sessions', { provider: 'vove', refId: randomUUID() });
    await controlAt('vove').disturb({ name: 'throttled', times: 1, value: 30 });
    expect((await create()).status).toBe(503);
    const before = await creationsAt('vove');
    for (let made = 0; made < 5; made += 1) {
      expect(await create()).toMatchObject({ status: 503, body: { code: 'provider_unavailable' } });
    }
    expect(await creationsAt('vove')).toBe(before);
  });
});

/** A policy with a fallback. */
async function routeTo({ id }: TestTenant, provider: string, fallback: string): Promise<void> {
  const policy = { rules: [], default: { use: [{ provider, weight: 100 }], fallback: [fallback] } };
  await gateway.app.get(Database).client.routingPolicy.create({
    data: { id: `pol_${randomUUID()}`, tenantId: id, version: 1, policy, createdAt: new Date() },
  });
}
