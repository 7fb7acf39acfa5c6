import { createHash } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '../src/database/database.js';
import { largestPictureBytes } from '../src/media/examination.js';
import { SessionMedia } from '../src/media/session-media.js';
import { ProviderCatalog } from '../src/providers/catalog.js';
import { startSandboxes } from '../src/sandbox/catalog.js';
import type { Sandbox } from '../src/sandbox/kit/sandbox.js';
import { eventually } from './harness/eventually.js';
import { filesIn } from './harness/files.js';
import { startGateway, type TestGateway } from './harness/gateway.js';
import { controlOf, findSandbox } from './harness/sandboxes.js';
import { watch } from './harness/session-watch.js';
import { storageKind } from './harness/storage.js';
import type { Api } from './harness/api.js';
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

/** A session of an app that has just been approved. */
async function approvedOf(app: Api, sandbox: Sandbox, disturbances: readonly Disturbed[]): Promise<string> {
  const control = controlOf(sandbox);
  const { body } = await app.post('/v1/sessions', { provider: sandbox.vendor });
  for (const rule of disturbances) await control.disturb(rule, body.handoff);
  await control.play(body.handoff, 'approved');
  await watch(app, body.id).until('approved');
  return body.id;
}

const approved = (vendor: string, ...disturbances: Disturbed[]) =>
  approvedOf(tenant.app, findSandbox(sandboxes, vendor), disturbances);

const listOf = async (app: Api, id: string): Promise<Listed> =>
  (await app.get(`/v1/sessions/${id}/media`)).body;
/** What is there once nothing is fetched any more. */
const settled = (id: string, app = tenant.app, withinMs?: number) =>
  eventually(
    () => listOf(app, id),
    ({ pending }) => pending === 0,
    withinMs,
  );

/**
 * The same, with the waits between tries made short. The clock is put right again afterwards: by it some
 * adapters tell a verdict from one of an earlier session.
 */
async function caughtUp(id: string): Promise<Listed> {
  let moved = 0;
  const look = () => {
    gateway.clock.advance(10);
    moved += 10;
    return listOf(tenant.app, id);
  };
  try {
    return await eventually(look, ({ pending }) => pending === 0, 30_000);
  } finally {
    gateway.clock.advance(-moved);
  }
}

/** Where a picture lies. */
async function fileOf(mediaId: string): Promise<string> {
  const row = await gateway.app.get(Database).client.media.findUniqueOrThrow({ where: { id: mediaId } });
  return join(gateway.environment['DATA_DIR'] ?? '', 'media', row.storageKey ?? 'nowhere');
}

/** One picture's bytes, with the headers that came along. */
async function fetchPicture(id: string, mediaId: string, headers: Record<string, string> = {}) {
  const response = await fetch(`${gateway.url}/v1/sessions/${id}/media/${mediaId}`, {
    headers: { authorization: `Bearer ${tenant.appKey}`, ...headers },
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  return { status: response.status, headers: response.headers, bytes };
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** The vendors whose pictures can be had. */
const catalog = new ProviderCatalog();
const vendors = ['uqudo', 'innovatrics', 'vove'].filter((vendor) => catalog.get(vendor).openMedia);

describe.each(vendors)(`on ${storageKind}, through %s`, (vendor) => {
  it('all pictures of an approved person are captured, listed, and served as they were taken', async () => {
    const id = await approved(vendor);
    const { data, missing } = await caughtUp(id);
    // Some vendors do not tell beforehand which pictures there are.
    expect(missing.filter(({ cause }) => cause !== 'not_found')).toEqual([]);
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
        'content-security-policy': "sandbox; default-src 'none'",
        'content-disposition': `inline; filename="${picture.id}.jpg"`,
      });
    }
    const result = (await tenant.app.get(`/v1/sessions/${id}/result`)).body;
    expect(result.media).toEqual(data);
    const ofDocuments = result.documents.flatMap(({ media }: { media: string[] }) => media);
    expect(ofDocuments.length).toBeGreaterThan(0);
    expect(data.map((picture) => picture.id)).toEqual(expect.arrayContaining(ofDocuments));
  });

  it('a look at a picture is in the history, with its purpose, before the picture is shown', async () => {
    const id = await approved(vendor);
    const [picture] = (await caughtUp(id)).data;
    await fetchPicture(id, picture?.id ?? '', { 'x-purpose': 'dispute 7' });
    const viewed = (await watch(tenant.app, id).history()).filter(
      ({ type }) => type === 'session.media_viewed',
    );
    expect(viewed.map(({ data }) => data)).toEqual([
      { mediaId: picture?.id, kind: picture?.kind, purpose: 'dispute 7' },
    ]);
  });
});

/** The stand-in that can do anything wrong with a picture. */
const vendor = 'uqudo';

describe(`on ${storageKind}, a picture that`, () => {
  it.each([
    ['comes late', { name: 'image_missing', times: 2 }],
    ['breaks off half-way', { name: 'image_cut', times: 1 }],
    ['is damaged on the way, once', { name: 'image_text', times: 1 }],
    ['comes slowly', { name: 'slow', value: 700 }],
    ['has no checksum', { name: 'checksum_absent' }],
    ['is refused for a while', { name: 'server_error', times: 2 }],
    ['is throttled for a while', { name: 'throttled', times: 2 }],
    ['has several megabytes', { name: 'image_bytes', value: 3_000_000 }],
  ])('%s is captured all the same', async (_, disturbance) => {
    const { data, missing } = await settled(await approved(vendor, disturbance), tenant.app, 30_000);
    expect(missing).toEqual([]);
    expect(data.length).toBeGreaterThan(1);
  });

  it.each([
    ['is not what was announced', { name: 'checksum_wrong' }, 'checksum_mismatch'],
    ['is none', { name: 'image_text' }, 'not_an_image'],
    ['is too large', { name: 'image_bytes', value: largestPictureBytes + 1 }, 'too_large'],
  ])('%s is missing, and nothing of it is kept', async (_, disturbance, cause) => {
    const before = filesIn(gateway.environment, 'media').length;
    const id = await approved(vendor, disturbance);
    const { data, missing } = await settled(id);
    expect(new Set(missing.map((picture) => picture.cause))).toEqual(new Set([cause]));
    // The picture of the chip comes by another way.
    expect(filesIn(gateway.environment, 'media').length).toBe(before + data.length);
    expect(filesIn(gateway.environment, 'arriving')).toEqual([]);
  });

  it('the vendor does not have is missing after a few tries, and is gone for whoever asks', async () => {
    const id = await approved(vendor, { name: 'image_missing' });
    const { missing } = await caughtUp(id);
    expect(new Set(missing.map(({ cause }) => cause))).toEqual(new Set(['not_found']));
    const { media } = gateway.app.get(Database).client;
    const row = await media.findFirstOrThrow({ where: { sessionId: id, status: 'missing' } });
    const answer = await tenant.app.get(`/v1/sessions/${id}/media/${row.id}`);
    expect(answer).toMatchObject({ status: 410, body: { code: 'media_gone' } });
  });

  it('is still wanted is not found yet', async () => {
    const id = await approved(vendor, { name: 'image_missing' });
    const { media } = gateway.app.get(Database).client;
    const row = await media.findFirstOrThrow({ where: { sessionId: id, status: 'wanted' } });
    const answer = await tenant.app.get(`/v1/sessions/${id}/media/${row.id}`);
    expect(answer).toMatchObject({ status: 404, body: { code: 'not_found' } });
    expect((await listOf(tenant.app, id)).pending).toBeGreaterThan(0);
  });
});

describe(`on ${storageKind}, what is stored`, () => {
  it('shows neither the picture nor whose it is', async () => {
    const id = await approved(vendor);
    for (const picture of (await settled(id)).data) {
      const file = await fileOf(picture.id);
      const stored = readFileSync(file, 'latin1');
      expect(stored.length).toBeGreaterThan(picture.bytes);
      expect(stored).not.toContain('JFIF');
      for (const name of [id, picture.id, picture.sha256, tenant.id]) expect(file).not.toContain(name);
      // Owner alone: the folder is closed to everybody else.
      expect(statSync(join(gateway.environment['DATA_DIR'] ?? '', 'media')).mode & 0o077).toBe(0);
    }
  });

  it('is not shown once it has been altered or cut, or put in the place of another', async () => {
    const id = await approved(vendor, { name: 'image_bytes', value: 200_000 });
    const [one, other] = (await settled(id)).data;
    const file = await fileOf(one?.id ?? '');
    const original = readFileSync(file);
    const flipped = Buffer.from(original);
    flipped[100_000] = (flipped[100_000] ?? 0) ^ 1;
    for (const bytes of [
      flipped,
      original.subarray(0, 150_000),
      readFileSync(await fileOf(other?.id ?? '')),
    ]) {
      writeFileSync(file, bytes);
      const outcome = await fetchPicture(id, one?.id ?? '').catch(() => null);
      expect(outcome?.status ?? 'broken off').not.toBe(200);
    }
    writeFileSync(file, original);
    expect((await fetchPicture(id, one?.id ?? '')).status).toBe(200);
  });

  it('is removed when the session is erased, as is all that is known of it; again does no harm', async () => {
    const [id, untouched] = [await approved(vendor), await approved(vendor)];
    const pictures = (await settled(id)).data;
    const files = await Promise.all(pictures.map((picture) => fileOf(picture.id)));
    const others = (await settled(untouched)).data;
    const media = gateway.app.get(SessionMedia);
    await media.eraseAll(id);
    await media.eraseAll(id);
    const present = filesIn(gateway.environment, 'media');
    for (const file of files) expect(present).not.toContain(file);
    expect(await listOf(tenant.app, id)).toEqual({ data: [], pending: 0, missing: [] });
    const gone = await tenant.app.get(`/v1/sessions/${id}/media/${pictures[0]?.id}`);
    expect(gone).toMatchObject({ status: 410, body: { code: 'media_gone' } });
    expect((await fetchPicture(untouched, others[0]?.id ?? '')).status).toBe(200);

    const { session } = gateway.app.get(Database).client;
    await session.update({ where: { id: untouched }, data: { dataKey: null } });
    for (const path of ['media', `media/${others[0]?.id}`]) {
      const erased = await tenant.app.get(`/v1/sessions/${untouched}/${path}`);
      expect(erased).toMatchObject({ status: 410, body: { code: 'session_erased' } });
    }
  });

  it('is not added to by a capture that was under way when the session was erased', async () => {
    const id = await approved(vendor, { name: 'image_missing', times: 3 });
    await gateway.app.get(SessionMedia).eraseAll(id);
    const { media } = gateway.app.get(Database).client;
    const rows = await eventually(
      () => media.findMany({ where: { sessionId: id } }),
      (seen) => seen.every(({ status }) => status === 'erased'),
    );
    expect(rows.every(({ storageKey }) => storageKey === null)).toBe(true);
    expect(await listOf(tenant.app, id)).toEqual({ data: [], pending: 0, missing: [] });
  });
});

describe(`on ${storageKind}, a picture is shown`, () => {
  it('to an app of its tenant and mode alone', async () => {
    const id = await approved(vendor);
    const [picture] = (await settled(id)).data;
    const stranger = await makeTenant(gateway, [], 'Another tenant');
    const callers: [string, string | null, number][] = [
      ['another tenant', stranger.appKey, 404],
      ['another mode', await makeKey(gateway.admin, tenant.id, 'app', 'live'), 404],
      ['an admin', await makeKey(gateway.admin, tenant.id, 'admin', 'test'), 403],
      ['an auditor', await makeKey(gateway.admin, tenant.id, 'auditor', 'test'), 403],
      ['the platform', gateway.environment['BOOTSTRAP_ADMIN_KEY'] ?? '', 403],
      ['nobody known', null, 401],
    ];
    for (const [who, credential, status] of callers) {
      for (const path of ['media', `media/${picture?.id}`]) {
        const answer = await gateway.as(credential).get(`/v1/sessions/${id}/${path}`);
        expect([who, path, answer.status]).toEqual([who, path, status]);
      }
    }
    const history = await watch(tenant.app, id).history();
    expect(history.filter(({ type }) => type === 'session.media_viewed')).toEqual([]);
  });

  it('as one of its own session alone', async () => {
    const [one, other] = [await approved(vendor), await approved(vendor)];
    const [picture] = (await settled(one)).data;
    for (const mediaId of [picture?.id ?? '', 'med_01kdvnt1n0f5rr2jzj8q0hbz3a', 'anything'])
      expect((await tenant.app.get(`/v1/sessions/${other}/media/${mediaId}`)).status).toBe(404);
  });
});
