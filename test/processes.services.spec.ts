import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Sandbox } from '../src/sandbox/kit/sandbox.js';
import { startUqudoSandbox } from '../src/sandbox/uqudo/index.js';
import { startGateway, type TestGateway } from './harness/gateway.js';
import { connectLive, ofType } from './harness/live.js';
import { controlOf } from './harness/sandboxes.js';
import { secretEnvironment } from './harness/secrets.js';
import { freshStorage, type TestStorage } from './harness/storage.js';
import { makeTenant, type TestTenant } from './harness/tenant.js';

const redis = process.env['TEST_REDIS_URL'] ?? '';

describe('two gateways on one PostgreSQL, joined by Redis', () => {
  let storage: TestStorage;
  let gateways: readonly [TestGateway, TestGateway];
  let sandbox: Sandbox;
  let tenant: TestTenant;

  beforeAll(async () => {
    sandbox = await startUqudoSandbox();
    storage = await freshStorage();
    const environment = { ...secretEnvironment(), REDIS_URL: redis };
    const start = () => startGateway({ storage, environment });
    gateways = [await start(), await start()];
    tenant = await makeTenant(gateways[0], [sandbox]);
  });
  afterAll(async () => {
    for (const gateway of gateways) await gateway.close();
    await storage.drop();
    await sandbox.close();
  });

  it('a client at one sees live, in order and without a hole, what the other does', async () => {
    const [here, there] = gateways;
    const { body: session } = await tenant.app.post('/v1/sessions', { provider: 'uqudo' });
    const live = await connectLive(there.url, { token: session.clientToken });
    await live.subscribe({ after: 0 });
    await controlOf(sandbox).play(session.handoff, 'approved');
    await live.until(ofType('session.approved'));
    const { body } = await here.as(tenant.appKey).get(`/v1/sessions/${session.id}/events`);
    expect(live.events).toEqual(body.data);
    live.close();
  });

  it("a tenant's feed at one tells of sessions made at the other, of its own mode alone", async () => {
    const [here, there] = gateways;
    const feed = await connectLive(there.url, { apiKey: tenant.appKey });
    expect(await feed.subscribe({})).toEqual({ ok: true, session: null, lastSeq: null });
    const { body } = await here.as(tenant.appKey).post('/v1/sessions', { provider: 'uqudo' });
    const pending = await feed.until(
      (event) => event.sessionId === body.id && event.type === 'session.pending',
    );
    expect(pending.seq).toBe(2);
    feed.close();
  });

  it('both are ready, and say that Redis is there', async () => {
    for (const { as } of gateways) {
      expect(await as(null).get('/health/ready')).toMatchObject({
        status: 200,
        body: { status: 'ok', redis: 'ok' },
      });
    }
  });
});
