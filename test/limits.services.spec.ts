import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { breakableLineTo, type BreakableLine } from './harness/breakable-line.js';
import { eventually } from './harness/eventually.js';
import { startGateway, type TestGateway } from './harness/gateway.js';
import { secretEnvironment } from './harness/secrets.js';
import { freshStorage, type TestStorage } from './harness/storage.js';
import { makeTenant, type TestTenant } from './harness/tenant.js';

const redis = process.env['TEST_REDIS_URL'] ?? '';

let storage: TestStorage;
let line: BreakableLine;
let gateways: readonly [TestGateway, TestGateway];

beforeAll(async () => {
  [storage, line] = await Promise.all([freshStorage(), breakableLineTo(redis)]);
  const environment = { ...secretEnvironment(), AUTH_FAILURES_PER_MINUTE: '6', TRUST_PROXY: '1' };
  const start = (url: string) => startGateway({ storage, environment: { ...environment, REDIS_URL: url } });
  gateways = [await start(redis), await start(line.url)];
});
afterAll(async () => {
  for (const gateway of gateways) await gateway.close();
  await line.close();
  await storage.drop();
});

async function limited(rateLimit: number): Promise<TestTenant> {
  const tenant = await makeTenant(gateways[0], []);
  await gateways[0].admin.patch(`/v1/admin/tenants/${tenant.id}`, { rateLimit });
  return tenant;
}

const asked = async (gateway: TestGateway, key: string) => {
  const { status, headers } = await gateway.as(key).get('/v1/sessions');
  return [status, Number(headers.get('ratelimit-remaining'))];
};

describe('two gateways that are joined by Redis', () => {
  it('count the requests of a tenant together', async () => {
    const { appKey } = await limited(4);
    const [here, there] = gateways;
    expect(await asked(here, appKey)).toEqual([200, 3]);
    expect(await asked(there, appKey)).toEqual([200, 2]);
    expect(await asked(here, appKey)).toEqual([200, 1]);
    expect(await asked(there, appKey)).toEqual([200, 0]);
    expect(await asked(here, appKey)).toEqual([429, 0]);
    expect(await asked(there, appKey)).toEqual([429, 0]);
  });

  it('count those together who try credentials out', async () => {
    const from = { 'x-forwarded-for': `2001:db8:${randomBytes(2).toString('hex')}::1` };
    const guess = async (gateway: TestGateway) => {
      const key = `idv_app_test_${randomBytes(24).toString('hex')}`;
      return (await gateway.as(key).get('/v1/sessions', from)).status;
    };
    for (let time = 0; time < 3; time += 1) {
      for (const gateway of gateways) expect(await guess(gateway)).toBe(401);
    }
    for (const gateway of gateways) expect(await guess(gateway)).toBe(429);
  });
});

describe('a gateway whose Redis', () => {
  it('is cut off counts for itself, and joins the others again when it is back', async () => {
    const { appKey } = await limited(3);
    const there = gateways[1];
    expect(await asked(there, appKey)).toEqual([200, 2]);
    line.cut();
    expect((await asked(there, appKey))[0]).toBe(200);
    await eventually(
      () => asked(there, appKey),
      ([status]) => status === 429,
    );
    const [here] = gateways;
    expect(await asked(here, appKey)).toEqual([200, 1]);
    line.mend();
    await eventually(
      () => asked(there, appKey),
      ([status]) => status === 200,
    );
    expect(await asked(here, appKey)).toEqual([429, 0]);
  });

  it('no longer answers goes on without waiting for it', async () => {
    const { appKey } = await limited(100);
    const there = gateways[1];
    expect(await asked(there, appKey)).toEqual([200, 99]);
    line.silence();
    const began = performance.now();
    const answers = await Promise.all(Array.from({ length: 20 }, () => asked(there, appKey)));
    expect(performance.now() - began).toBeLessThan(5_000);
    expect(new Set(answers.map(([status]) => status))).toEqual(new Set([200]));
    line.mend();
  });

  it('no longer answers says so, and stops when it is told to', async () => {
    const own = await breakableLineTo(redis);
    const environment = { ...secretEnvironment(), REDIS_URL: own.url };
    const gateway = await startGateway({ storage, environment });
    own.silence();
    const { status, body } = await gateway.as(null).get('/health/ready');
    expect([status, body]).toEqual([503, { status: 'unavailable', database: 'ok', redis: 'down' }]);
    await gateway.close();
    await own.close();
  });
});
