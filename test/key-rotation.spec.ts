import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { KeyRing } from '../src/common/crypto/key-ring.js';
import { startSandboxes } from '../src/sandbox/catalog.js';
import type { Sandbox } from '../src/sandbox/kit/sandbox.js';
import { runScript } from './harness/child-process.js';
import { everyRow } from './harness/everything-stored.js';
import { startGateway, type TestGateway } from './harness/gateway.js';
import { controlOf, findSandbox } from './harness/sandboxes.js';
import { secretEnvironment } from './harness/secrets.js';
import { watch } from './harness/session-watch.js';
import { freshStorage, storageKind, type TestStorage } from './harness/storage.js';
import { makeTenant } from './harness/tenant.js';
import { plant } from './harness/trace.js';

let sandboxes: Sandbox[];
let storage: TestStorage;
const secrets = secretEnvironment();
const formerKey = secrets['ENCRYPTION_KEYS'] ?? '';
const freshKey = plant(randomBytes(32).toString('base64'));

beforeAll(async () => {
  sandboxes = await startSandboxes();
  storage = await freshStorage();
});
afterAll(async () => {
  await Promise.all(sandboxes.map((sandbox) => sandbox.close()));
  await storage.drop();
});

const start = (keys: string): Promise<TestGateway> =>
  startGateway({ storage, environment: { ...secrets, ENCRYPTION_KEYS: keys } });

async function rotate(keys = `${freshKey},${formerKey}`, code = 0): Promise<string> {
  const environment = { ...storage.environment, ...secrets, ENCRYPTION_KEYS: keys };
  const child = runScript('dist/cli/idv.js', ['data', 'rotate-keys'], environment);
  expect(await child.ended).toMatchObject({ code });
  return child.stdout();
}

/** In hexadecimal, as it stands in a dump. */
const idOf = (key: string) => new KeyRing([Buffer.from(key, 'base64')]).firstKeyId.toString('hex');

it(`after a rotation the former key can be thrown away: all that was sealed opens with the new one, on ${storageKind}`, async () => {
  const before = await start(formerKey);
  const tenant = await makeTenant(before, sandboxes);
  const account = tenant.accounts['vove'] ?? '';
  const header = { 'idempotency-key': 'sealed-answer' };
  const { body: session } = await tenant.app.post('/v1/sessions', { provider: 'innovatrics' }, header);
  await controlOf(findSandbox(sandboxes, 'innovatrics')).play(session.handoff, 'approved');
  await watch(tenant.app, session.id).until('approved');
  const { body: result } = await watch(tenant.app, session.id).result();
  const { body: waiting } = await tenant.app.post('/v1/sessions', { provider: 'uqudo' });
  await before.close();
  expect(await everyRow(storage)).toContain(idOf(formerKey));

  // Whoever forgets the former key is told so, and nothing is lost.
  expect(await rotate(freshKey, 1)).toMatch(
    new RegExp(`credentials: 0 .*, 3 open with no key: .*${account}`),
  );
  expect(await rotate()).toMatch(/sessions\.data_key: 2 .*\n.*credentials: 3 .*\n.*sealed_body: 1 /);
  expect(await rotate()).toMatch(/data_key: 0 .*\n.*credentials: 0 .*\n.*sealed_body: 0 /);
  expect(await everyRow(storage)).not.toContain(idOf(formerKey));

  const after = await start(freshKey);
  const app = after.as(tenant.appKey);
  expect((await watch(app, session.id).result()).body.person).toEqual(result.person);
  expect((await watch(app, waiting.id).read()).handoff?.text).toBe(waiting.handoff.text);
  expect((await app.post('/v1/sessions', { provider: 'vove' })).status).toBe(201);
  await after.close();
});
