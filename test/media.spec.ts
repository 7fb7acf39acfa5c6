import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SessionMedia } from '../src/media/session-media.js';
import { startSandboxes } from '../src/sandbox/catalog.js';
import type { Sandbox } from '../src/sandbox/kit/sandbox.js';
import { eventually } from './harness/eventually.js';
import { everyByte } from './harness/everything-stored.js';
import { startGateway, type TestGateway } from './harness/gateway.js';
import { controlOf, findSandbox } from './harness/sandboxes.js';
import { watch } from './harness/session-watch.js';
import { storageKind } from './harness/storage.js';
import { makeKey, makeTenant, type TestTenant } from './harness/tenant.js';

interface Listed {
  readonly data: { id: string; kind: string; contentType: string; bytes: number; sha256: string }[];
  readonly pending: number;
  readonly missing: { kind: string; cause: string }[];
}

let gateway: TestGateway;
let sandboxes: Sandbox[];
let tenant: TestTenant;

beforeAll(async () => {
  sandboxes = await startSandboxes();
  gateway = await startGateway();
  tenant = await makeTenant(gateway, sandboxes);
});
afterAll(async () => {
  await gateway.close();
  await Promise.all(sandboxes.map((sandbox) => sandbox.close()));
});

interface Disturbed {
  readonly name: string;
  readonly times?: number;
  readonly value?: number;
}

/** A session that has just been approved. */
async function approved(vendor: string, disturbances: readonly Disturbed[] = []): Promise<string> {
  const control = controlOf(findSandbox(sandboxes, vendor));
  const { body } = await tenant.app.post('/v1/sessions', { provider: vendor });
  for (const rule of disturbances) await control.disturb(rule, body.handoff);
  await control.play(body.handoff, 'approved');
  await watch(tenant.app, body.id).until('approved');
  return body.id;
}

const list = async (id: string): Promise<Listed> =>
  (await tenant.app.get(`/v1/sessions/${id}/media`)).body;
const settled = (id: string, withinMs?: number) =>
  eventually(() => list(id), ({ pending }) => pending === 0, withinMs);

/** One picture's bytes, with the headers that came along. */
async function fetchPicture(id: string, mediaId: string, headers: Record<string, string> = {}) {
  const response = await fetch(`${gateway.url}/v1/sessions/${id}/media/${mediaId}`, {
    headers: { authorization: `Bearer ${tenant.appKey}`, ...headers },
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  return { status: response.status, headers: response.headers, bytes };
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** Those that take pictures; which they are is told by what they can do. */
const vendors = ['uqudo'];

describe.each(vendors)(`on ${storageKind}, through %s`, (vendor) => {
  it('all pictures of an approved person are captured, listed, and served as they were taken', async () => {
    const id = await approved(vendor);
    const { data, missing } = await settled(id);
    expect(missing).toEqual([]);
    expect(data.length).toBeGreaterThan(1);
    for (const picture of data) {
      const { status, headers, bytes } = await fetchPicture(id, picture.id);
      expect(status).toBe(200);
      expect(sha256(bytes)).toBe(picture.sha256);
      expect(bytes.length).toBe(picture.bytes);
      expect(Object.fromEntries(headers)).toMatchObject({
        'content-type': picture.contentType,
        'content-length': String(picture.bytes),
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'content-disposition': `inline; filename="${picture.id}.jpg"`,
      });
    }
    const result = (await tenant.app.get(`/v1/sessions/${id}/result`)).body;
    expect(result.media).toEqual(data);
    const ofDocuments = result.documents.flatMap(({ media }: { media: string[] }) => media);
    expect(ofDocuments.length).toBeGreaterThan(0);
    expect(data.map((picture) => picture.id)).toEqual(expect.arrayContaining(ofDocuments));
  });
});
