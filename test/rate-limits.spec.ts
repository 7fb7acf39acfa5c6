import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Sandbox } from '../src/sandbox/kit/sandbox.js';
import { startUqudoSandbox } from '../src/sandbox/uqudo/index.js';
import type { Answer, Api } from './harness/api.js';
import { startGateway, type TestGateway } from './harness/gateway.js';
import { connectLive } from './harness/live.js';
import { storageKind } from './harness/storage.js';
import { makeKey, makeTenant, type TestTenant } from './harness/tenant.js';

const windowSeconds = 2;

let gateway: TestGateway;
let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startUqudoSandbox();
  gateway = await startGateway({ environment: { RATE_LIMIT_PER_MINUTE: '400' } });
});
afterAll(async () => {
  await gateway.close();
  await sandbox.close();
});

const limited = async (rateLimit: number | null, of = gateway): Promise<TestTenant> => {
  const tenant = await makeTenant(of, []);
  await of.admin.patch(`/v1/admin/tenants/${tenant.id}`, { rateLimit });
  return tenant;
};

async function makeLimitedKey(tenantId: string, rateLimit: number): Promise<Api> {
  const wanted = { role: 'app', mode: 'test', name: 'batch', rateLimit };
  const { status, body } = await gateway.admin.post(`/v1/admin/tenants/${tenantId}/api-keys`, wanted);
  expect({ status, rateLimit: body.rateLimit }).toEqual({ status: 201, rateLimit });
  return gateway.as(body.secret);
}

/** Limit and what is left of it. */
function told({ headers }: Answer): [number, number] {
  const number = (name: string) => Number(headers.get(name) ?? 'NaN');
  expect(number('ratelimit-reset')).toBeGreaterThanOrEqual(1);
  expect(number('ratelimit-reset')).toBeLessThanOrEqual(60);
  return [number('ratelimit-limit'), number('ratelimit-remaining')];
}

const list = (api: Api) => api.get('/v1/sessions');

async function mustBeRefused(api: Api): Promise<void> {
  const answer = await list(api);
  expect(answer).toMatchObject({ status: 429, body: { code: 'rate_limited' } });
  expect(told(answer)[1]).toBe(0);
  expect(answer.headers.get('retry-after')).toBe(answer.headers.get('ratelimit-reset'));
}

describe(`the requests of a tenant, on ${storageKind}`, () => {
  it('are counted over all its keys, told of with every answer, and refused beyond the limit; those of others go on', async () => {
    const [tenant, other] = [await limited(4), await limited(4)];
    const second = gateway.as(await makeKey(gateway.admin, tenant.id, 'auditor', 'live'));
    expect(told(await list(tenant.app))).toEqual([4, 3]);
    expect(told(await list(second))).toEqual([4, 2]);
    expect(told(await list(tenant.app))).toEqual([4, 1]);
    expect(told(await list(second))).toEqual([4, 0]);
    await mustBeRefused(tenant.app);
    await mustBeRefused(second);
    expect(told(await list(other.app))).toEqual([4, 3]);
  });

  it('count whatever comes of them', async () => {
    const { app } = await limited(5);
    expect(told(await app.post('/v1/sessions', { provider: 7 }))).toEqual([5, 4]);
    expect(told(await app.get('/v1/sessions/vs_nothing'))).toEqual([5, 3]);
    expect(told(await app.get('/v1/admin/tenants'))).toEqual([5, 2]);
    const answers = [await app.get('/v1/sessions?limit=x'), await app.post('/v1/sessions', {})];
    expect(answers.map((answer) => answer.status)).toEqual([400, 422]);
    await mustBeRefused(app);
  });

  it('are held to a changed limit from the next one on', async () => {
    const tenant = await limited(1);
    const change = (rateLimit: number | null) =>
      gateway.admin.patch(`/v1/admin/tenants/${tenant.id}`, { rateLimit });
    await list(tenant.app);
    await mustBeRefused(tenant.app);
    await change(10);
    expect(told(await list(tenant.app))).toEqual([10, 7]);
    await change(2);
    await mustBeRefused(tenant.app);
    await change(null);
    expect(told(await list(tenant.app))).toEqual([400, 395]);
  });

  it('made at once are all counted', async () => {
    const { app } = await limited(10);
    const answers = await Promise.all(Array.from({ length: 25 }, () => list(app)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(10);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(15);
  });

  it('a browser may read what is told of them', async () => {
    const { appKey } = await limited(4);
    const answer = await gateway.as(appKey).get('/v1/sessions', { origin: 'https://app.example' });
    const exposed = answer.headers.get('access-control-expose-headers')?.split(/, ?/);
    for (const name of ['limit', 'remaining', 'reset']) expect(exposed).toContain(`ratelimit-${name}`);
    expect(exposed).toContain('retry-after');
  });
});

describe('a key', () => {
  it('with a limit of its own is refused beyond it, and then takes nothing from the other keys', async () => {
    const tenant = await limited(10);
    const batch = await makeLimitedKey(tenant.id, 2);
    expect(told(await list(batch))).toEqual([2, 1]);
    expect(told(await list(batch))).toEqual([2, 0]);
    for (let more = 0; more < 20; more += 1) await mustBeRefused(batch);
    expect(told(await list(tenant.app))).toEqual([10, 7]);
  });

  it('is told of its tenant where that is nearer its end', async () => {
    const tenant = await limited(3);
    const batch = await makeLimitedKey(tenant.id, 100);
    expect(told(await list(tenant.app))).toEqual([3, 2]);
    expect(told(await list(batch))).toEqual([3, 1]);
    expect(told(await list(tenant.app))).toEqual([3, 0]);
    await mustBeRefused(batch);
  });

  it('of the platform is counted by itself', async () => {
    const wanted = { role: 'auditor', mode: 'live', name: 'watch' };
    const { body } = await gateway.admin.post('/v1/admin/api-keys', wanted);
    expect(told(await list(gateway.as(body.secret)))).toEqual([400, 399]);
    const own = await gateway.admin.post('/v1/admin/api-keys', { ...wanted, rateLimit: 1 });
    expect(told(await list(gateway.as(own.body.secret)))).toEqual([1, 0]);
    await mustBeRefused(gateway.as(own.body.secret));
  });

  it('keeps its limit when it is rotated', async () => {
    const tenant = await limited(null);
    const keys = `/v1/admin/tenants/${tenant.id}/api-keys`;
    const admin = gateway.as(await makeKey(gateway.admin, tenant.id, 'admin', 'live'));
    const { body: former } = await admin.post(keys, { role: 'app', mode: 'test', name: 'x', rateLimit: 7 });
    const { body } = await admin.post(`${keys}/${former.id}/rotate`, {});
    expect(body).toMatchObject({ name: 'x', rateLimit: 7 });
  });

  it.each([0, -1, 1.5, 'many', 1_000_001])('cannot be given the limit %j', async (rateLimit) => {
    const tenant = await limited(null);
    const admin = gateway.as(await makeKey(gateway.admin, tenant.id, 'admin', 'live'));
    const wanted = { role: 'app', mode: 'test', name: 'x', rateLimit };
    const { status, body } = await admin.post(`/v1/admin/tenants/${tenant.id}/api-keys`, wanted);
    expect({ status, path: body.errors?.[0].path }).toEqual({ status: 400, path: 'rateLimit' });
  });
});

it("a client token has a limit of its own, which is not at its tenant's expense", async () => {
  const of = await startGateway();
  const tenant = await makeTenant(of, [sandbox]);
  await of.admin.patch(`/v1/admin/tenants/${tenant.id}`, { rateLimit: 5 });
  const { body } = await tenant.app.post('/v1/sessions', { provider: 'uqudo' });
  const browser = of.as(body.clientToken);
  for (let left = 299; left > 290; left -= 1) {
    expect(told(await browser.get('/v1/client/session'))).toEqual([300, left]);
  }
  expect(told(await list(tenant.app))).toEqual([5, 3]);
  await of.close();
});

it('a handshake of the status channel counts as a request, and is refused as one', async () => {
  const tenant = await limited(2);
  const apiKey = tenant.appKey;
  (await connectLive(gateway.url, { apiKey })).close();
  expect(told(await list(tenant.app))).toEqual([2, 0]);
  await expect(connectLive(gateway.url, { apiKey })).rejects.toMatchObject({
    data: { code: 'rate_limited', message: expect.stringMatching(/Repeat in \d+ seconds/) },
  });
});

it('a subscription counts as a request, and is refused as one', async () => {
  const tenant = await limited(3);
  const live = await connectLive(gateway.url, { apiKey: tenant.appKey });
  expect(await live.subscribe({})).toMatchObject({ ok: true });
  expect(told(await list(tenant.app))).toEqual([3, 0]);
  expect(await live.subscribe({})).toMatchObject({ ok: false, error: { code: 'rate_limited' } });
  live.close();
});

it('whoever waits as long as Retry-After says is listened to again', async () => {
  const of = await startGateway({ limitWindowSeconds: windowSeconds });
  const { app } = await limited(2, of);
  await list(app);
  await list(app);
  const { status, headers } = await list(app);
  expect(status).toBe(429);
  const retryAfter = Number(headers.get('retry-after'));
  expect(retryAfter).toBeGreaterThanOrEqual(1);
  expect(retryAfter).toBeLessThanOrEqual(windowSeconds);
  await new Promise((resolve) => setTimeout(resolve, retryAfter * 1000));
  expect(told(await list(app))).toEqual([2, 1]);
  await of.close();
});
