import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { startSandboxes } from '../src/sandbox/catalog.js';
import type { Sandbox } from '../src/sandbox/kit/sandbox.js';
import { startGateway, type TestGateway } from './harness/gateway.js';
import { connectLive, ofType } from './harness/live.js';
import { controlOf } from './harness/sandboxes.js';
import { makeTenant, type TestTenant } from './harness/tenant.js';

let gateway: TestGateway;
let sandboxes: Sandbox[];
let tenant: TestTenant;

// The clock is moved, so each test has a gateway of its own.
beforeEach(async () => {
  gateway = await startGateway();
  tenant = await makeTenant(gateway, sandboxes);
});
afterEach(() => gateway.close());
beforeAll(async () => {
  sandboxes = await startSandboxes();
});
afterAll(() => Promise.all(sandboxes.map((sandbox) => sandbox.close())));

it.each(['uqudo', 'innovatrics', 'vove'])(
  'a session at %s that nobody takes up expires by its own deadline',
  async (provider) => {
    const { body: session } = await tenant.app.post('/v1/sessions', { provider, expiresInSeconds: 60 });
    const live = await connectLive(gateway.url, { apiKey: tenant.appKey });
    await live.subscribe({ sessionId: session.id, after: 0 });
    gateway.clock.advance(61);
    const expired = await live.until(ofType('session.expired'));
    expect(expired.data).toEqual({ reason: 'deadline_passed' });
    expect(live.events.map(({ seq }) => seq)).toEqual(live.events.map((_, index) => index + 1));
    expect((await tenant.app.get(`/v1/sessions/${session.id}`)).body).toMatchObject({
      status: 'expired',
      handoff: null,
    });
    live.close();
  },
);

it('a verdict that came in just before the deadline is found by the last look, and decides', async () => {
  const sandbox = sandboxes.find(({ vendor }) => vendor === 'innovatrics');
  if (!sandbox) throw new Error('no sandbox');
  const account = tenant.accounts['innovatrics'] ?? '';
  const settings = { ...sandbox.account.settings, pollSeconds: 3600 };
  await gateway.admin.patch(`/v1/admin/tenants/${tenant.id}/provider-accounts/${account}`, { settings });
  const { body: session } = await tenant.app.post('/v1/sessions', {
    provider: 'innovatrics',
    expiresInSeconds: 60,
  });
  const live = await connectLive(gateway.url, { apiKey: tenant.appKey });
  await live.subscribe({ sessionId: session.id, after: 0 });
  await controlOf(sandbox).play(session.handoff, 'approved');
  gateway.clock.advance(61);
  await live.until(ofType('session.approved'));
  live.close();
});
