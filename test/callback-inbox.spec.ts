import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '../src/database/database.js';
import { CallbackStore } from '../src/following/inbox/callback-store.js';
import { startSandboxes } from '../src/sandbox/catalog.js';
import type { Sandbox } from '../src/sandbox/kit/sandbox.js';
import { newId } from '../src/common/ids.js';
import type { apiAs } from './harness/api.js';
import { callbacksOf, deliver, intercepted, type Letter, type SeenCallback } from './harness/callbacks.js';
import { eventually } from './harness/eventually.js';
import { startGateway, type TestGateway } from './harness/gateway.js';
import { controlOf, findSandbox } from './harness/sandboxes.js';
import { typesOf, watch, type SeenSession } from './harness/session-watch.js';
import { storageKind } from './harness/storage.js';
import { makeKey, makeTenant, type TestTenant } from './harness/tenant.js';

const slowly = { callbacks: true, pollSeconds: 3600 };

let gateway: TestGateway;
let sandboxes: Sandbox[];
let tenant: TestTenant;

// One gateway a group: each moves the clock on, and webhooks may not be older than minutes.
const freshly = () => {
  beforeAll(async () => {
    sandboxes = await startSandboxes();
    gateway = await startGateway();
    tenant = await makeTenant(gateway, sandboxes, 'Called back', slowly);
  });
  afterAll(async () => {
    await gateway.close();
    await Promise.all(sandboxes.map((sandbox) => sandbox.close()));
  });
};

const sandboxOf = (vendor: string): Sandbox => findSandbox(sandboxes, vendor);
const control = (vendor: string) => controlOf(sandboxOf(vendor));
const callbacksPath = (of = tenant) => `/v1/admin/tenants/${of.id}/callbacks`;
const list = (query = '') => callbacksOf(gateway.admin, tenant.id, query);
const retry = ({ id }: SeenCallback) => gateway.admin.post(`${callbacksPath()}/${id}/retry`);

async function create(vendor: string, fields: Record<string, unknown> = {}): Promise<SeenSession> {
  const answer = await tenant.app.post('/v1/sessions', {
    provider: vendor,
    expiresInSeconds: 86_400,
    ...fields,
  });
  expect(answer.status).toBe(201);
  return answer.body;
}

async function until(of: TestTenant, fits: (callback: SeenCallback) => boolean): Promise<SeenCallback> {
  const [seen] = await eventually(
    () => callbacksOf(gateway.admin, of.id),
    ([newest]) => newest !== undefined && fits(newest),
  );
  return seen!;
}

async function entriesOf(accountId: string, type: string): Promise<unknown[]> {
  const where = { subjectId: accountId, type };
  const rows = await gateway.app
    .get(Database)
    .client.journalEntry.findMany({ where, orderBy: { seq: 'asc' } });
  return rows.map(({ data }) => data);
}

async function rowOf({ id }: SeenCallback) {
  return gateway.app.get(Database).client.callback.findUniqueOrThrow({ where: { id } });
}

describe(`on ${storageKind}, a callback that cannot be worked off`, () => {
  freshly();

  it('is tried again for about an hour, then shown as failed with the cause, and an admin may have it tried anew', async () => {
    const session = await create('innovatrics');
    await control('innovatrics').disturb({ name: 'server_error' });
    const [letter] = await intercepted(sandboxOf('innovatrics'), 1, () =>
      control('innovatrics').play(session.handoff ?? {}, 'approved', 'opened'),
    );
    const account = tenant.accounts['innovatrics'] ?? '';
    expect(await deliver(gateway.url, account, letter!)).toMatchObject({ status: 200 });
    for (let attempt = 1; attempt < 8; attempt += 1) {
      const waiting = await until(tenant, ({ attempts, cause }) => attempts === attempt && cause !== null);
      expect(waiting).toMatchObject({ status: 'received', sessionId: session.id, settledAt: null });
      gateway.clock.advance(2_000);
    }
    const failed = await until(tenant, ({ status }) => status === 'failed');
    expect(failed).toMatchObject({ attempts: 8, sessionId: session.id, cause: expect.stringMatching(/./) });
    expect(await list('?status=failed')).toEqual([failed]);
    expect((await rowOf(failed)).sealedRequest).not.toBeNull();

    await control('innovatrics').calm();
    expect(await retry(failed)).toMatchObject({ status: 200, body: { id: failed.id, status: 'received' } });
    const done = await until(tenant, ({ status }) => status === 'done');
    // Counted anew; the first may still be kept from a vendor that has only just come back.
    expect(done).toMatchObject({ id: failed.id, cause: null });
    expect(done.attempts).toBeLessThan(failed.attempts);
    expect((await rowOf(done)).sealedRequest).toBeNull();
    expect(await entriesOf(account, 'provider_account.callback_retried')).toEqual([
      { callbackId: failed.id, was: 'failed' },
    ]);
    // What is done stays done.
    expect(await retry(failed)).toMatchObject({ status: 200, body: { status: 'done' } });
    expect(await entriesOf(account, 'provider_account.callback_retried')).toHaveLength(1);
  });
});

describe(`on ${storageKind}, a callback about a session that the vendor is too busy to speak of`, () => {
  freshly();

  it('is not tried before the vendor wants to be asked again', async () => {
    const session = await create('innovatrics');
    const [letter] = await intercepted(sandboxOf('innovatrics'), 1, () =>
      control('innovatrics').play(session.handoff ?? {}, 'approved', 'opened'),
    );
    await control('innovatrics').disturb({ name: 'throttled', value: 600 });
    await deliver(gateway.url, tenant.accounts['innovatrics'] ?? '', letter!);
    const throttled = await until(
      tenant,
      ({ sessionId, cause }) => sessionId === session.id && cause !== null,
    );
    const { nextAttemptAt } = await rowOf(throttled);
    expect(nextAttemptAt!.getTime()).toBeGreaterThan(gateway.clock.now().getTime() + 590_000);
    await control('innovatrics').calm();
  });
});

describe(`on ${storageKind}, a callback that cannot be verified now`, () => {
  freshly();

  it('has to be repeated by the vendor, and nothing is lost by it', async () => {
    const uqudo = control('uqudo');
    await uqudo.disturb({ name: 'socket_silent' });
    const session = await create('uqudo');
    // The keys that the result is signed with cannot be read at first.
    await uqudo.disturb({ name: 'server_error', times: 1 });
    await uqudo.play(session.handoff ?? {}, 'approved');
    await watch(tenant.app, session.id).until('approved');
    expect(await list(`?accountId=${tenant.accounts['uqudo'] ?? ''}`)).toHaveLength(1);
  });
});

describe(`on ${storageKind}, a callback for no known session`, () => {
  freshly();

  it('waits ten minutes for it, and is done when it comes', async () => {
    const other = await makeTenant(gateway, sandboxes, 'Other', { pollSeconds: 3600 });
    const letter = await letterAbout('early-bird');
    await deliver(gateway.url, other.accounts['vove'] ?? '', letter);
    await until(other, ({ cause }) => cause === 'no_session');
    const { body: session } = await other.app.post('/v1/sessions', { provider: 'vove', refId: 'early-bird' });
    gateway.clock.advance(10);
    expect(await until(other, ({ status }) => status === 'done')).toMatchObject({ sessionId: session.id });
  });

  it('is shown as unmatched after that, and matched by an admin once there is a session', async () => {
    const other = await makeTenant(gateway, sandboxes, 'Another', { pollSeconds: 3600 });
    await deliver(gateway.url, other.accounts['vove'] ?? '', await letterAbout('late-bird'));
    await until(other, ({ cause }) => cause === 'no_session');
    gateway.clock.advance(700);
    const unmatched = await until(other, ({ status }) => status === 'unmatched');
    expect(unmatched).toMatchObject({ sessionId: null, cause: 'no_session' });
    expect(unmatched.settledAt).not.toBeNull();

    const path = `${callbacksPath(other)}/${unmatched.id}/retry`;
    await gateway.admin.post(path);
    await until(other, ({ status, attempts }) => status === 'unmatched' && attempts === 1);
    const { body: session } = await other.app.post('/v1/sessions', { provider: 'vove', refId: 'late-bird' });
    await gateway.admin.post(path);
    expect(await until(other, ({ status }) => status === 'done')).toMatchObject({ sessionId: session.id });
  });

  it('is kept for thirty days', async () => {
    const store = gateway.app.get(CallbackStore);
    const count = (await list()).length;
    await store.purge(gateway.clock.in(-3600));
    expect(await list()).toHaveLength(count);
    await store.purge(gateway.clock.in(3600));
    expect((await list()).every(({ status }) => status === 'received')).toBe(true);
  });

  /** An authentic webhook about a person, which has not come to this tenant. */
  async function letterAbout(refId: string): Promise<Letter> {
    const session = await create('vove', { refId });
    const [letter] = await intercepted(sandboxOf('vove'), 1, () =>
      control('vove').play(session.handoff ?? {}, 'approved', 'in_progress'),
    );
    return letter!;
  }
});

describe.each(['innovatrics', 'vove'])(
  `on ${storageKind}, a verdict that comes by webhook of %s after the end`,
  (vendor) => {
    freshly();

    it('supersedes how the session had ended', async () => {
      const session = await create(vendor, { expiresInSeconds: 60 });
      await control(vendor).play(session.handoff ?? {}, 'approved', 'in_progress');
      await watch(tenant.app, session.id).until('in_progress');
      gateway.clock.advance(70);
      await watch(tenant.app, session.id).until('expired');
      await control(vendor).play(session.handoff ?? {}, 'approved');
      const seen = watch(tenant.app, session.id);
      expect(await seen.until('approved')).toMatchObject({ decision: { outcome: 'approved', revision: 1 } });
      expect(typesOf(await seen.history())).toContain('decision_superseded');
      const [row] = await gateway.app.get(Database).client.session.findMany({
        where: { id: session.id },
        select: { nextCheckAt: true, deadlineAt: true },
      });
      expect(row).toEqual({ nextCheckAt: null, deadlineAt: null });
    });
  },
);

describe(`on ${storageKind}, a webhook about a session that the app has cancelled`, () => {
  freshly();

  it('changes nothing, and the vendor is not asked', async () => {
    const session = await create('innovatrics');
    await tenant.app.post(`/v1/sessions/${session.id}/cancel`);
    const calls = (await control('innovatrics').calls()).length;
    await control('innovatrics').play(session.handoff ?? {}, 'approved');
    await eventually(
      async () => (await list()).filter(({ sessionId }) => sessionId === session.id),
      (seen) => seen.length === 3 && seen.every(({ status }) => status === 'done'),
    );
    expect(await watch(tenant.app, session.id).read()).toMatchObject({ status: 'cancelled', decision: null });
    expect(await control('innovatrics').calls()).toHaveLength(calls);
  });
});

describe(`on ${storageKind}, forged webhooks`, () => {
  freshly();

  it('by the hundred leave one entry a minute in the history of the account, with their count', async () => {
    const account = tenant.accounts['vove'] ?? '';
    const forged = { headers: { 'content-type': 'application/json' }, body: '{"status":"successful"}' };
    const answers = await Promise.all(
      Array.from({ length: 200 }, () => deliver(gateway.url, account, forged)),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
    const refused = () => entriesOf(account, 'provider_account.callback_refused');
    expect(await refused()).toEqual([{ cause: expect.any(String), count: 1 }]);
    gateway.clock.advance(61);
    const entries = await eventually(refused, (seen) => seen.length === 2);
    expect(entries[1]).toMatchObject({ count: 199 });
    expect(await list()).toEqual([]);
  });
});

describe(`on ${storageKind}, the list of callbacks`, () => {
  freshly();
  let neighbour: TestTenant;
  let neighbourAdmin: ReturnType<typeof apiAs>;

  beforeAll(async () => {
    neighbour = await makeTenant(gateway, sandboxes, 'Neighbour');
    neighbourAdmin = gateway.as(await makeKey(gateway.admin, neighbour.id, 'admin', 'live'));
    await control('innovatrics').knobs({
      callbackUrl: `${gateway.url}/v1/callbacks/${tenant.accounts['innovatrics'] ?? ''}`,
    });
    const session = await create('innovatrics');
    await control('innovatrics').play(session.handoff ?? {}, 'approved');
    await eventually(
      () => list(),
      (seen) => seen.length === 3 && seen.every(({ status }) => status === 'done'),
    );
  });

  it('comes in pages, newest first, without gap or double', async () => {
    const all = await list();
    const paged: SeenCallback[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const { body } = await gateway.admin.get(`${callbacksPath()}?limit=1${query}`);
      paged.push(...body.data);
      cursor = body.nextCursor;
    }
    expect(paged).toEqual(all);
    expect(all.map(({ id }) => id)).toEqual(
      all
        .map(({ id }) => id)
        .toSorted()
        .reverse(),
    );
  });

  it.each(['limit=0', 'limit=201', 'status=lost', 'unknown=1'])('refuses ?%s', async (query) => {
    expect(await gateway.admin.get(`${callbacksPath()}?${query}`)).toMatchObject({
      status: 400,
      body: { code: 'invalid_request' },
    });
  });

  it("refuses a cursor that is none, and another list's", async () => {
    const { body } = await tenant.app.get('/v1/sessions?limit=1');
    for (const cursor of ['x', Buffer.from(`1767225600000.${body.data[0].id}`).toString('base64url')]) {
      expect(await gateway.admin.get(`${callbacksPath()}?cursor=${cursor}`)).toMatchObject({
        status: 400,
        body: { code: 'invalid_cursor' },
      });
    }
  });

  it("shows nothing to another tenant's admin, who can have nothing tried anew either", async () => {
    const [callback] = await list();
    expect(await neighbourAdmin.get(callbacksPath())).toMatchObject({ status: 404 });
    expect(await neighbourAdmin.get(callbacksPath(neighbour))).toMatchObject({
      status: 200,
      body: { data: [] },
    });
    for (const owner of [tenant, neighbour]) {
      const path = `${callbacksPath(owner)}/${callback?.id ?? ''}/retry`;
      expect(await neighbourAdmin.post(path)).toMatchObject({ status: 404, body: { code: 'not_found' } });
    }
  });

  it.each(['x', newId('cbk'), newId('vs')])('has no callback %s', async (id) => {
    expect(await gateway.admin.post(`${callbacksPath()}/${id}/retry`)).toMatchObject({ status: 404 });
  });
});
