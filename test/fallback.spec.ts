import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Choice } from '../src/routing/choose.js';
import { startSandboxes } from '../src/sandbox/catalog.js';
import type { Sandbox } from '../src/sandbox/kit/sandbox.js';
import type { Attempt } from '../src/sessions/domain/session.js';
import type { Api } from './harness/api.js';
import { eventually } from './harness/eventually.js';
import { startGateway, type TestGateway } from './harness/gateway.js';
import { quantile } from './harness/quantile.js';
import { controlOf, findSandbox } from './harness/sandboxes.js';
import { longestStallDuring } from './harness/stalls.js';
import { storageKind } from './harness/storage.js';
import { makeTenant, type TestTenant } from './harness/tenant.js';

/** For all that one provider is asked at a start. */
const startLimitMs = 10_000;
/** For everything else, the start at the fallback included, on a machine that does not stand still meanwhile. */
const graceMs = 500;
/** How often a creation may wait for a machine that does: once at each end of each call. */
const turns = 4;
/** How much more than the fallback's own time a session may take that is led past an open breaker. */
const detourMs = 50;
/** Of each kind, in each of the rounds. */
const sampleSize = 40;
const rounds = 3;

/** A session that has been created, and how long that took. */
interface Made {
  readonly ms: number;
  readonly provider: string;
  /** As an auditor reads them. */
  readonly routing: Choice;
  readonly attempts: readonly Attempt[];
}

let gateway: TestGateway;
let sandboxes: Sandbox[];
let auditor: Api;

beforeAll(async () => {
  sandboxes = await startSandboxes();
  gateway = await startGateway();
  const key = { role: 'auditor', mode: 'live', name: 'auditor' };
  auditor = gateway.as((await gateway.admin.post('/v1/admin/api-keys', key)).body.secret);
});
afterAll(async () => {
  await gateway.close();
  await Promise.all(sandboxes.map((sandbox) => sandbox.close()));
});

const controlAt = (vendor: string) => controlOf(findSandbox(sandboxes, vendor));
const calm = () => Promise.all(sandboxes.map((sandbox) => controlOf(sandbox).calm()));
const verdictsOf = ({ routing }: Made) =>
  routing.candidates.map(({ provider, verdict }) => [provider, verdict]);
const isLedPast = ({ routing }: Made) => routing.candidates[0]?.verdict === 'breaker_open';

/** With accounts of its own, about which nothing is known yet. */
async function tenantAt(provider: string, ...fallback: string[]): Promise<TestTenant> {
  // Hardly polled: what is made here is not to keep the machine busy.
  const tenant = await makeTenant(gateway, sandboxes, provider, { pollSeconds: 60 });
  const policy = { default: { use: [{ provider, weight: 1 }], fallback } };
  const { status } = await gateway.admin.put(`/v1/admin/tenants/${tenant.id}/routing`, policy);
  expect(status).toBe(200);
  return tenant;
}

/** A machine that is busy otherwise only adds, so the calmest of the rounds tells the most. */
function calmestP95(sessions: readonly Made[]): number {
  const times = sessions.map(({ ms }) => ms);
  const starts = Array.from({ length: rounds }, (_, round) => round * sampleSize);
  return Math.min(...starts.map((start) => quantile(times.slice(start, start + sampleSize), 0.95)));
}

async function create({ app }: TestTenant): Promise<Made> {
  const began = performance.now();
  const { status, body } = await app.post('/v1/sessions', { refId: randomUUID() });
  const ms = performance.now() - began;
  expect(status).toBe(201);
  const { body: record } = await auditor.get(`/v1/audit/sessions/${body.id}`);
  return { ms, provider: body.provider, routing: record.routing, attempts: record.attempts };
}

describe.each([
  { failing: 'answers 500', disturbance: { name: 'server_error' }, outcome: 'unavailable' },
  { failing: 'drops connections', disturbance: { name: 'connection_reset' }, outcome: 'unavailable' },
  { failing: 'hangs', disturbance: { name: 'slow', value: 60_000 }, outcome: 'timeout' },
])(`on ${storageKind}, while the preferred vendor $failing`, ({ disturbance, outcome }) => {
  const [preferred, fallback] = ['vove', 'innovatrics'];
  const made = {
    /** Before the breaker opened. */
    closed: [] as Made[],
    open: [] as Made[],
    /** After the breaker's rest, where that is over before the sample is full. */
    trying: [] as Made[],
    /** Where the fallback is all there is. */
    alone: [] as Made[],
    healed: [] as Made[],
  };
  let callsWhileOpen: number;
  let stallMs: number;

  beforeAll(async () => {
    const [tenant, neighbour] = [await tenantAt(preferred, fallback), await tenantAt(fallback)];
    const control = controlAt(preferred);
    await control.disturb(disturbance);
    const together = () => Promise.all(Array.from({ length: 12 }, () => create(tenant)));
    const [atOnce, stall] = await longestStallDuring(together);
    stallMs = stall;
    // The breaker may open before the last of them is routed.
    made.closed = atOnce.filter((session) => !isLedPast(session));
    const calls = async () => (await control.calls('POST')).length;
    const before = await calls();
    while (made.open.length < sampleSize * rounds) {
      // By turns, so that both meet the machine alike.
      for (const by of [tenant, neighbour, neighbour, tenant]) {
        const session = await create(by);
        if (by === neighbour) made.alone.push(session);
        else (isLedPast(session) ? made.open : made.trying).push(session);
      }
    }
    callsWhileOpen = (await calls()) - before;
    await control.calm();
    const back = ({ provider }: Made) => provider === preferred;
    made.healed = [await eventually(() => create(tenant), back)];
  }, 60_000);
  afterAll(calm);

  it('every session goes to the fallback by itself, and its record tells of the attempt that failed', () => {
    expect(made.closed.length).toBeGreaterThanOrEqual(5);
    for (const session of made.closed) {
      expect(verdictsOf(session)).toEqual([
        [preferred, 'usable'],
        [fallback, 'usable'],
      ]);
      expect(session).toMatchObject({
        provider: fallback,
        attempts: [
          { provider: preferred, outcome, ms: expect.any(Number) },
          { provider: fallback, outcome: 'started', ms: expect.any(Number) },
        ],
      });
    }
  });

  it('no creation takes longer than the one time limit of a start and half a second', () => {
    const longest = Math.max(...made.closed.map(({ ms }) => ms));
    expect(longest).toBeLessThan(startLimitMs + graceMs + turns * stallMs);
  });

  it('the vendor is not asked any more once it has failed too often, and the records say so', () => {
    expect(callsWhileOpen).toBeLessThanOrEqual(made.trying.length);
    for (const session of made.open) {
      expect(verdictsOf(session)).toEqual([
        [preferred, 'breaker_open'],
        [fallback, 'usable'],
      ]);
      expect(session.attempts).toMatchObject([{ provider: fallback, outcome: 'started' }]);
    }
  });

  it('95 of 100 sessions then take less than 50 ms more than at the fallback alone', () => {
    expect(calmestP95(made.open)).toBeLessThan(calmestP95(made.alone) + detourMs);
  });

  it('the vendor is taken again by itself after it heals', () => {
    expect(made.healed).toMatchObject([
      { provider: preferred, attempts: [{ provider: preferred, outcome: 'started' }] },
    ]);
  });
});

describe(`on ${storageKind}, the time limit of a start`, () => {
  afterEach(calm);

  it('holds for all its calls together, and for the repeat after a lost answer', async () => {
    for (const vendor of ['uqudo', 'vove']) await controlAt(vendor).disturb({ name: 'slow', value: 6_000 });
    // A token and then a session; a session and then, as the answer to that is lost, another.
    await controlAt('vove').disturb({ name: 'lost_answer' });
    const tenants = await Promise.all(['uqudo', 'vove'].map((vendor) => tenantAt(vendor, 'innovatrics')));
    const [sessions, stallMs] = await longestStallDuring(() => Promise.all(tenants.map(create)));
    expect(sessions.map(({ attempts }) => attempts)).toMatchObject([
      [{ provider: 'uqudo', outcome: 'timeout' }, { provider: 'innovatrics' }],
      [{ provider: 'vove', outcome: 'timeout', repeated: true }, { provider: 'innovatrics' }],
    ]);
    for (const { ms } of sessions) expect(ms).toBeLessThan(startLimitMs + graceMs + turns * stallMs);
  });
});
