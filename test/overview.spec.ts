import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startSandboxes } from '../src/sandbox/catalog.js';
import type { Play, Sandbox } from '../src/sandbox/kit/sandbox.js';
import { startGateway, type TestGateway } from './harness/gateway.js';
import { quantile } from './harness/quantile.js';
import { controlOf, findSandbox } from './harness/sandboxes.js';
import { watch } from './harness/session-watch.js';
import { storageKind } from './harness/storage.js';
import { addAccount, makeTenant, type TestTenant } from './harness/tenant.js';

interface SeenProvider {
  readonly provider: string;
  readonly sessions: number;
  readonly statuses: Record<string, number>;
  readonly timeToDecision: { readonly p50: number | null; readonly p95: number | null };
  readonly accounts: readonly { readonly id: string; readonly breaker: string }[];
}

let gateway: TestGateway;
let sandboxes: Sandbox[];
let tenant: TestTenant;

beforeAll(async () => {
  sandboxes = await startSandboxes();
  gateway = await startGateway();
});
beforeEach(async () => {
  tenant = await makeTenant(gateway, sandboxes);
});
afterEach(() => Promise.all(sandboxes.map((sandbox) => controlOf(sandbox).calm())));
afterAll(async () => {
  await gateway.close();
  await Promise.all(sandboxes.map((sandbox) => sandbox.close()));
});

const controlAt = (vendor: string) => controlOf(findSandbox(sandboxes, vendor));

const overviewAt = (of: TestTenant, query: Record<string, string> = {}) =>
  gateway.admin.get(`/v1/admin/tenants/${of.id}/overview?${new URLSearchParams(query).toString()}`);

async function overviewOf(of: TestTenant, query: Record<string, string> = {}) {
  const { status, body } = await overviewAt(of, query);
  expect(status).toBe(200);
  const at = (provider: string): SeenProvider =>
    body.providers.find((each: SeenProvider) => each.provider === provider);
  return { ...(body as { from: string; to: string; providers: SeenProvider[] }), at };
}

const create = (vendor: string) => tenant.app.post('/v1/sessions', { provider: vendor, refId: randomUUID() });

/** A session played to its end; how long the decision took as its app saw it, in milliseconds. */
async function played(vendor: string, play: Play, status: string): Promise<number> {
  const { body } = await create(vendor);
  await controlAt(vendor).play(body.handoff, play);
  const { decision } = await watch(tenant.app, body.id).until(status);
  return Date.parse(decision?.decidedAt ?? '') - Date.parse(body.createdAt);
}

const nothingAt = (provider: string) => ({
  provider,
  sessions: 0,
  statuses: {
    ...{ created: 0, pending: 0, in_progress: 0, processing: 0, in_review: 0 },
    ...{ approved: 0, declined: 0, expired: 0, cancelled: 0, failed: 0 },
  },
  outcomes: { approved: 0, declined: 0, review: 0 },
  timeToDecision: { p50: null, p95: null },
  errors: { starts: { rejected: 0, malformed: 0, unavailable: 0, timeout: 0 }, failed: {} },
});

describe(`the overview of a tenant, on ${storageKind}`, () => {
  it('counts what became of its sessions, provider by provider, and nothing of another tenant', async () => {
    const neighbour = await makeTenant(gateway, sandboxes, 'Neighbour');
    expect((await neighbour.app.post('/v1/sessions', { provider: 'vove' })).status).toBe(201);
    const times = await Promise.all([
      played('vove', 'approved', 'approved'),
      played('vove', 'approved', 'approved'),
      played('vove', 'declined', 'declined'),
      played('vove', 'review', 'in_review'),
    ]);
    expect((await create('vove')).status).toBe(201);
    const given = await create('innovatrics');
    expect((await tenant.app.post(`/v1/sessions/${given.body.id}/cancel`)).status).toBe(200);

    const { providers, at } = await overviewOf(tenant);
    expect(providers.map(({ provider }) => provider)).toEqual(['innovatrics', 'uqudo', 'vove']);
    const unused = nothingAt('uqudo');
    expect(at('uqudo')).toMatchObject(unused);
    expect(at('vove')).toMatchObject({
      sessions: 5,
      statuses: { ...unused.statuses, pending: 1, approved: 2, declined: 1, in_review: 1 },
      outcomes: { approved: 2, declined: 1, review: 1 },
      errors: unused.errors,
    });
    expect(at('innovatrics')).toMatchObject({
      ...unused,
      ...{ provider: 'innovatrics', sessions: 1, statuses: { ...unused.statuses, cancelled: 1 } },
    });
    const { p50, p95 } = at('vove').timeToDecision;
    // To the millisecond, for halves may be rounded either way.
    expect(Math.abs((p50 ?? 0) - quantile(times, 0.5))).toBeLessThanOrEqual(1);
    expect(Math.abs((p95 ?? 0) - quantile(times, 0.95))).toBeLessThanOrEqual(1);
  });

  it('tells of starts that failed where they failed, and of failed sessions by their reason', async () => {
    const routing = { use: [{ provider: 'vove', weight: 1 }], fallback: ['innovatrics'] };
    await gateway.admin.put(`/v1/admin/tenants/${tenant.id}/routing`, { default: routing });
    await controlAt('vove').disturb({ name: 'server_error' });
    const handedOn = await tenant.app.post('/v1/sessions', { refId: randomUUID() });
    expect(handedOn).toMatchObject({ status: 201, body: { provider: 'innovatrics' } });
    expect((await create('vove')).status).toBe(503);

    const { at } = await overviewOf(tenant);
    const { starts } = nothingAt('vove').errors;
    expect(at('vove')).toMatchObject({
      sessions: 1,
      errors: { starts: { ...starts, unavailable: 2 }, failed: { provider_unavailable: 1 } },
    });
    expect(at('innovatrics')).toMatchObject({ sessions: 1, errors: { starts, failed: {} } });
  });

  it('shows of each account whether it is enabled, in maintenance, and left alone because its vendor fails', async () => {
    const [vove = '', uqudo = ''] = [tenant.accounts['vove'], tenant.accounts['uqudo']];
    const accounts = `/v1/admin/tenants/${tenant.id}/provider-accounts`;
    const until = new Date(gateway.clock.now().getTime() + 60_000).toISOString();
    await gateway.admin.patch(`${accounts}/${uqudo}`, { enabled: false });
    const second = await addAccount(gateway.admin, tenant.id, findSandbox(sandboxes, 'uqudo'));
    await gateway.admin.put(`${accounts}/${second}/maintenance`, { from: '2026-01-01T00:00:00Z', until });
    await controlAt('vove').disturb({ name: 'server_error' });
    for (let made = 0; made < 10; made += 1) expect((await create('vove')).status).toBe(503);

    const well = { mode: 'test', enabled: true, breaker: 'closed', inMaintenance: false };
    const { at } = await overviewOf(tenant);
    expect(at('vove').accounts).toEqual([{ ...well, id: vove, name: 'vove sandbox', breaker: 'open' }]);
    expect(at('uqudo').accounts).toEqual([
      { ...well, id: second, name: 'uqudo sandbox', inMaintenance: true },
      { ...well, id: uqudo, name: 'uqudo sandbox', enabled: false },
    ]);
  });

  it('is of the last day unless said otherwise: from its first moment on, and before its last', async () => {
    const { body } = await create('vove');
    const created = new Date(body.createdAt);
    const later = (ms: number) => new Date(created.getTime() + ms).toISOString();
    const sessions = async (query: Record<string, string>) =>
      (await overviewOf(tenant, query)).at('vove').sessions;
    expect(await sessions({ from: body.createdAt, to: later(1) })).toBe(1);
    expect(await sessions({ from: later(1), to: later(1000) })).toBe(0);
    expect(await sessions({ from: later(-1000), to: body.createdAt })).toBe(0);

    const { from, to } = await overviewOf(tenant);
    expect(Date.parse(to) - Date.parse(from)).toBe(24 * 60 * 60_000);
    expect(Math.abs(Date.parse(to) - gateway.clock.now().getTime())).toBeLessThan(60_000);
  });

  it.each([
    ['that begins when it ends', { from: '2026-01-02T00:00:00Z', to: '2026-01-02T00:00:00Z' }, 'from'],
    ['that is longer than 92 days', { from: '2026-01-01T00:00:00Z', to: '2026-04-03T00:00:01Z' }, 'from'],
    ['that began more than 92 days ago', { from: '2020-01-01T00:00:00Z' }, 'from'],
    ['of a word', { to: 'yesterday' }, 'to'],
  ])('of a time %s is refused by the path of what is wrong', async (_, query, path) => {
    const answer = await overviewAt(tenant, query);
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request', errors: [{ path }] } });
  });

  it('reaches over 92 days', async () => {
    const query = { from: '2026-01-01T00:00:00Z', to: '2026-04-03T00:00:00Z' };
    expect(await overviewOf(tenant, query)).toMatchObject({
      from: '2026-01-01T00:00:00.000Z',
      to: '2026-04-03T00:00:00.000Z',
    });
  });
});
