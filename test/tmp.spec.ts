import { expect, it } from '@jest/globals';
import { startInnovatricsSandbox } from '../src/sandbox/innovatrics/index.js';
import { startVoveSandbox } from '../src/sandbox/vove/index.js';
import { startGateway } from './harness/gateway.js';
import { makeTenant } from './harness/tenant.js';
import { controlOf } from './harness/sandboxes.js';
import { connectLive, ofType } from './harness/live.js';

it.each([startInnovatricsSandbox, startVoveSandbox])('works', async (start) => {
  const sandbox = await start({});
  const gateway = await startGateway();
  const tenant = await makeTenant(gateway, [sandbox]);
  const t0 = performance.now();
  const created = await tenant.app.post('/v1/sessions', { refId: 'a', returnUrl: 'https://app.example/done' });
  console.log(created.status, JSON.stringify(created.body, null, 1), performance.now() - t0);
  const live = await connectLive(gateway.url, { token: created.body.clientToken });
  console.log(JSON.stringify(await live.subscribe({ after: 0 })));
  await controlOf(sandbox).play(created.body.handoff, 'approved');
  await live.until(ofType('session.approved'));
  console.log(JSON.stringify(live.events, null, 1));
  const r = await tenant.app.get(`/v1/sessions/${created.body.id}/result`);
  console.log(r.status, JSON.stringify(r.body, null, 1));
  live.close();
  await gateway.close();
  await sandbox.close();
  expect(1).toBe(1);
}, 60000);
