import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Pool } from 'undici';
import type { Sandbox } from '../src/sandbox/kit/sandbox.js';
import { startChildSandboxes } from './harness/child-sandboxes.js';
import { startKillable, type KillableGateway } from './harness/child-gateway.js';
import { withSql } from './harness/open-storage.js';
import { pacedLoad } from './harness/paced-load.js';
import { quantile } from './harness/quantile.js';
import { controlOf, findSandbox } from './harness/sandboxes.js';
import { secretEnvironment } from './harness/secrets.js';
import { watch } from './harness/session-watch.js';
import { freshStorage, type TestStorage } from './harness/storage.js';
import type { TestTenant } from './harness/tenant.js';

const perSecond = Number(process.env['SWITCH_RATE'] ?? 200);
const seconds = Number(process.env['SWITCH_SECONDS'] ?? 20);
const switches = 20;
/** A machine that cannot keep the rate keeps this many under way instead; with more, all would overlap a switch. */
const mostAtOnce = 32;

/** How each vendor's sessions are made. */
const creation: Readonly<Record<string, string>> = {
  uqudo: '/api/v1/session',
  innovatrics: '/api/v1/enrolment/initialize',
  vove: '/v2/sessions',
};
const vendors = Object.keys(creation);

type Handoff = { text?: string; token?: string; url?: string | null };

/** Times by `performance.now()`: begun no later than `sentAt`, over no earlier than `answeredAt`. */
interface Timed {
  readonly sentAt: number;
  readonly answeredAt: number;
  readonly provider: string;
}

interface Created extends Timed {
  readonly dueAt: number;
  readonly status: number;
  readonly id: string;
  readonly handoff: Handoff;
}

let storage: TestStorage;
let sandboxes: Sandbox[];
let gateways: readonly KillableGateway[];
let tenant: TestTenant;
let pools: readonly Pool[];
/** Made before the load, at each vendor. */
const early: Created[] = [];
let underFire: readonly Created[];
const switched: Timed[] = [];

beforeAll(async () => {
  [storage, sandboxes] = await Promise.all([freshStorage(), startChildSandboxes()]);
  const redis = { REDIS_URL: process.env['TEST_REDIS_URL'] ?? '' };
  const environment = { ...storage.environment, ...secretEnvironment(), ...redis };
  gateways = await Promise.all([startKillable(environment), startKillable(environment)]);
  // Webhooks tell what happens: thousands that are polled would be the load.
  tenant = await gateways[0]!.makeTenant(sandboxes, { callbacks: true, pollSeconds: 3600 });
  pools = gateways.map(({ url }) => new Pool(url, { connections: mostAtOnce }));

  for (const vendor of vendors) {
    await switchTo(vendor, 0);
    for (const turn of [0, 1]) early.push(await create(turn));
  }
  [underFire] = await Promise.all([pacedLoad({ perSecond, seconds, mostAtOnce }, create), switchOnAndOn()]);
  report();
}, 120_000);
afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.close()));
  await Promise.all(gateways.map((gateway) => gateway.stop()));
  await Promise.all(sandboxes.map((sandbox) => sandbox.close()));
  await storage.drop();
});

/** At the one process and the other by turns. */
async function create(turn: number, dueAt = performance.now()): Promise<Created> {
  const sentAt = performance.now();
  const { statusCode, body } = await pools[turn % pools.length]!.request({
    method: 'POST',
    path: '/v1/sessions',
    headers: { authorization: `Bearer ${tenant.appKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ refId: randomUUID() }),
  });
  const { id, provider, handoff } = (await body.json()) as Pick<Created, 'id' | 'provider' | 'handoff'>;
  return { dueAt, sentAt, answeredAt: performance.now(), status: statusCode, id, provider, handoff };
}

async function switchTo(provider: string, turn: number): Promise<void> {
  const { admin } = gateways[turn % gateways.length]!;
  const sentAt = performance.now();
  const { status } = await admin.put(`/v1/admin/tenants/${tenant.id}/provider`, { provider });
  expect(status).toBe(200);
  switched.push({ provider, sentAt, answeredAt: performance.now() });
}

/** Spread over the time of the load; half-way through, those that were there before come to their end. */
async function switchOnAndOn(): Promise<void> {
  for (let turn = 0; turn < switches; turn += 1) {
    await delay((seconds * 1000) / (switches + 1));
    await switchTo(vendors[turn % vendors.length]!, turn);
    if (turn === switches / 2) await Promise.all(early.map(approve));
  }
}

function approve({ provider, handoff }: Created): Promise<unknown> {
  return controlOf(findSandbox(sandboxes, provider)).play(handoff, 'approved');
}

/** The providers that were in force at some moment between the sending of a request and its answer. */
function inForceDuring({ sentAt, answeredAt }: Timed): string[] {
  const before = switched.findLastIndex((each) => each.answeredAt <= sentAt);
  const meanwhile = switched.slice(before + 1).filter((each) => each.sentAt <= answeredAt);
  return [switched[before]!, ...meanwhile].map(({ provider }) => provider);
}

/** Those that overlap no switch. */
function certain(): Created[] {
  return underFire.filter((each) => inForceDuring(each).length === 1);
}

/** From its turn: what waited for the machine counts as well. */
function report(): void {
  const told = (times: readonly number[]) =>
    [0.5, 0.95, 0.99, 1].map((share) => quantile(times, share).toFixed()).join(' / ');
  const from = (since: 'dueAt' | 'sentAt') => told(underFire.map((each) => each.answeredAt - each[since]));
  const rate = (underFire.length / seconds).toFixed();
  process.stdout
    .write(`${underFire.length} creations, ${rate} of ${perSecond} a second, ${certain().length} of them clear of any switch
milliseconds (p50 / p95 / p99 / longest): creations from their turn ${from('dueAt')}, from their sending ${from('sentAt')};
switches ${told(switched.map(({ sentAt, answeredAt }) => answeredAt - sentAt))}\n`);
}

interface Row {
  readonly id: string;
  readonly provider: string;
  readonly vendor_session_id: string;
  readonly attempts: number;
}

describe('the provider switched 20 times, at two processes by turns, under a load on both', () => {
  it('no creation fails', () => {
    const failed = [...early, ...underFire].filter(({ status }) => status !== 201);
    expect(failed).toEqual([]);
    expect(underFire.length).toBeGreaterThan(switches * 10);
  });

  it('a creation that is sent after a switch was acknowledged goes to the new provider, at either process', () => {
    const wrong = underFire.filter((each) => !inForceDuring(each).includes(each.provider));
    expect(wrong).toEqual([]);
    expect(certain().length).toBeGreaterThan(switches * 5);
    expect(new Set(certain().map(({ provider }) => provider))).toEqual(new Set(vendors));
  });

  it('every session is at one vendor, once', async () => {
    const rows = (await withSql(storage, (sql) =>
      sql.query(
        `SELECT id, provider, vendor_session_id, jsonb_array_length(routing->'attempts') AS attempts FROM sessions`,
      ),
    )) as unknown as Row[];
    const created = new Map([...early, ...underFire].map((each) => [each.id, each.provider]));
    expect(rows.length).toBe(created.size);
    expect(rows.filter(({ id, provider }) => created.get(id) !== provider)).toEqual([]);
    expect(rows.filter(({ attempts }) => attempts !== 1)).toEqual([]);
    for (const sandbox of sandboxes) {
      const own = rows.filter(({ provider }) => provider === sandbox.vendor);
      const made = await controlOf(sandbox).sessions();
      expect(made.map(({ id }) => id).sort()).toEqual(own.map((row) => row.vendor_session_id).sort());
      expect(await controlOf(sandbox).calls('POST', creation[sandbox.vendor])).toHaveLength(own.length);
    }
  });

  it('sessions begun before and meanwhile come to their end where they were begun', async () => {
    const every = Math.ceil(underFire.length / 12);
    const sample = underFire.filter((_, index) => index % every === 0);
    await Promise.all(sample.map(approve));
    for (const { id, provider } of [...early, ...sample]) {
      expect(await watch(tenant.app, id).until('approved')).toMatchObject({ provider, attempt: 1 });
    }
  });
});
