import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startSandboxes } from '../src/sandbox/catalog.js';
import type { Sandbox } from '../src/sandbox/kit/sandbox.js';
import { startKillable, type KillableGateway } from './harness/child-gateway.js';
import { eventually } from './harness/eventually.js';
import { startS3, type S3Server } from './harness/s3-server.js';
import { controlOf, findSandbox } from './harness/sandboxes.js';
import { secretEnvironment } from './harness/secrets.js';
import { freshStorage, type TestStorage } from './harness/storage.js';
import type { TestTenant } from './harness/tenant.js';

let s3: S3Server;
let storage: TestStorage;
let sandboxes: Sandbox[];
let gateway: KillableGateway;
let tenant: TestTenant;

beforeAll(async () => {
  s3 = await startS3('pictures');
  storage = await freshStorage();
  sandboxes = await startSandboxes();
  gateway = await startKillable({
    ...secretEnvironment(),
    ...storage.environment,
    ...s3.credentials,
    MEDIA_STORE: `s3://${s3.bucket}/idv?region=eu-central-1&endpoint=${s3.url}`,
  });
  tenant = await gateway.makeTenant(sandboxes);
});
afterAll(async () => {
  await gateway.stop();
  await Promise.all([s3.close(), ...sandboxes.map((sandbox) => sandbox.close())]);
  await storage.drop();
});

async function approved(disturbance?: { name: string; value?: number }): Promise<string> {
  const control = controlOf(findSandbox(sandboxes, 'uqudo'));
  const { body } = await tenant.app.post('/v1/sessions', { provider: 'uqudo' });
  if (disturbance) await control.disturb(disturbance, body.handoff);
  await control.play(body.handoff, 'approved');
  return body.id;
}

interface Listed {
  readonly data: { id: string; bytes: number; sha256: string }[];
  readonly pending: number;
  readonly missing: unknown[];
}

const settled = (id: string) =>
  eventually(
    async (): Promise<Listed> => (await tenant.app.get(`/v1/sessions/${id}/media`)).body,
    ({ data, missing, pending }) => pending === 0 && data.length + missing.length > 0,
  );

it('pictures are kept in the bucket under its prefix, sealed, and served from there', async () => {
  const id = await approved({ name: 'image_bytes', value: 300_000 });
  const { data } = await settled(id);
  expect(data.length).toBeGreaterThan(1);
  expect(s3.objects.size).toBe(data.length);
  for (const [key, object] of s3.objects) {
    expect(key).toMatch(/^idv\/[0-9a-f]{2}\/[0-9a-f]{38}$/);
    expect(object.includes('JFIF')).toBe(false);
  }
  for (const picture of data) {
    const response = await fetch(`${gateway.url}/v1/sessions/${id}/media/${picture.id}`, {
      headers: { authorization: `Bearer ${tenant.appKey}` },
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(picture.sha256);
  }
});

it('nothing lies on the disk of the gateway afterwards', () => {
  const folder = storage.environment['DATA_DIR'] ?? '';
  expect(readdirSync(join(folder, 'arriving'))).toEqual([]);
  expect(existsSync(join(folder, 'media'))).toBe(false);
});

it('a picture that is not what was announced never gets into the bucket', async () => {
  const before = s3.objects.size;
  const { data, missing } = await settled(await approved({ name: 'checksum_wrong' }));
  expect(missing.length).toBeGreaterThan(0);
  expect(s3.objects.size).toBe(before + data.length);
});

it('a picture that has vanished from the bucket is gone', async () => {
  const id = await approved();
  const [picture] = (await settled(id)).data;
  s3.objects.clear();
  const answer = await tenant.app.get(`/v1/sessions/${id}/media/${picture?.id}`);
  expect(answer).toMatchObject({ status: 410, body: { code: 'media_gone' } });
});
