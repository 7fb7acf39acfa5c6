import { createHmac, randomInt, randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { newId } from '../src/common/ids.js';
import { startSandboxes } from '../src/sandbox/catalog.js';
import type { Sandbox } from '../src/sandbox/kit/sandbox.js';
import { callbacksOf, deliver, intercepted, type Letter, type SeenCallback } from './harness/callbacks.js';
import { eventually } from './harness/eventually.js';
import { startGateway, type TestGateway } from './harness/gateway.js';
import { controlOf, findSandbox } from './harness/sandboxes.js';
import { typesOf, watch, type SeenSession } from './harness/session-watch.js';
import { storageKind } from './harness/storage.js';
import { makeTenant, type TestTenant } from './harness/tenant.js';
import { plant } from './harness/trace.js';

const vendors = ['uqudo', 'innovatrics', 'vove'];
/** How many webhooks a person leads to who is approved. */
const lettersTo: Readonly<Record<string, number>> = { uqudo: 1, innovatrics: 3, vove: 2 };
/** What makes the vendor send a webhook that is not authentic. */
const forgeries: Readonly<Record<string, readonly string[]>> = {
  uqudo: ['webhook_bad_auth'],
  innovatrics: ['webhook_bad_signature'],
  vove: ['webhook_bad_signature', 'webhook_stale_timestamp'],
};
/** Asking would take an hour: what happens at once is the webhooks' doing. */
const anHour = 3600;
const soonMs = 8_000;

let gateway: TestGateway;
let sandboxes: Sandbox[];
let tenant: TestTenant;

beforeAll(async () => {
  sandboxes = await startSandboxes();
  gateway = await startGateway();
  tenant = await makeTenant(gateway, sandboxes, 'Called back', { callbacks: true, pollSeconds: anHour });
});
afterAll(async () => {
  await gateway.close();
  await Promise.all(sandboxes.map((sandbox) => sandbox.close()));
});
afterEach(async () => {
  await Promise.all(sandboxes.map((sandbox) => controlOf(sandbox).calm()));
  await Promise.all(
    sandboxes.map((sandbox) => controlOf(sandbox).knobs({ callbackUrl: hookOf(sandbox.vendor) })),
  );
});

const sandboxOf = (vendor: string): Sandbox => findSandbox(sandboxes, vendor);
const control = (vendor: string) => controlOf(sandboxOf(vendor));
const accountOf = (vendor: string, of = tenant): string => of.accounts[vendor] ?? '';
const hookOf = (vendor: string): string => `${gateway.url}/v1/callbacks/${accountOf(vendor)}`;

async function create(vendor: string, fields: Record<string, unknown> = {}): Promise<SeenSession> {
  // So that uqudo is learned about by its webhook alone.
  if (vendor === 'uqudo') await control(vendor).disturb({ name: 'socket_silent' });
  const answer = await tenant.app.post('/v1/sessions', { provider: vendor, ...fields });
  expect(answer).toMatchObject({ status: 201, body: { status: 'pending' } });
  return answer.body;
}

async function callbacksAbout({ id }: SeenSession): Promise<SeenCallback[]> {
  return (await callbacksOf(gateway.admin, tenant.id, '?limit=200')).filter(
    ({ sessionId }) => sessionId === id,
  );
}

const allDone = (count: number) => (callbacks: readonly SeenCallback[]) =>
  callbacks.length === count && callbacks.every(({ status }) => status === 'done');

async function expectDecidedOnce(session: SeenSession, outcome = 'approved', revision = 1): Promise<void> {
  const seen = watch(tenant.app, session.id);
  expect(await seen.until(outcome, soonMs)).toMatchObject({ decision: { outcome, revision } });
  const decided = typesOf(await seen.history()).filter((type) => type === outcome);
  expect(decided).toHaveLength(1);
}

/** A person approved at a vendor whose webhooks are held in the test's hands. */
async function approvedUnheard(vendor: string): Promise<{ session: SeenSession; letters: Letter[] }> {
  const session = await create(vendor);
  const letters = await intercepted(sandboxOf(vendor), lettersTo[vendor] ?? 0, () =>
    control(vendor).play(session.handoff ?? {}, 'approved'),
  );
  return { session, letters };
}

const deliverAll = (vendor: string, letters: readonly Letter[]) =>
  Promise.all(letters.map((letter) => deliver(gateway.url, accountOf(vendor), letter)));

describe.each(vendors)(`on ${storageKind}, webhooks of %s`, (vendor) => {
  it('bring the verdict at once, and are kept as done with the session they were about', async () => {
    const session = await create(vendor);
    await control(vendor).play(session.handoff ?? {}, 'approved');
    await expectDecidedOnce(session);
    const callbacks = await eventually(() => callbacksAbout(session), allDone(lettersTo[vendor] ?? 0));
    for (const callback of callbacks) {
      expect(callback).toMatchObject({ accountId: accountOf(vendor), provider: vendor, cause: null });
      expect(callback.settledAt).not.toBeNull();
    }
  });

  it('are answered alike when they are repeated, and repeats change nothing', async () => {
    const { session, letters } = await approvedUnheard(vendor);
    for (const answer of await deliverAll(vendor, [...letters, ...letters, ...letters])) {
      expect(answer).toMatchObject({ status: 200, body: { received: true } });
    }
    await expectDecidedOnce(session);
    await eventually(() => callbacksAbout(session), allDone(letters.length));
    // Its pictures are fetched, too.
    const media = async () => (await tenant.app.get(`/v1/sessions/${session.id}/media`)).body;
    await eventually(media, ({ pending }) => pending === 0);
    const before = await watch(tenant.app, session.id).read();
    const calls = (await control(vendor).calls()).length;
    for (const answer of await deliverAll(vendor, letters)) expect(answer.status).toBe(200);
    expect(await callbacksAbout(session)).toHaveLength(letters.length);
    expect(await watch(tenant.app, session.id).read()).toEqual(before);
    expect(await control(vendor).calls()).toHaveLength(calls);
  });

  it('that the vendor sends twice are kept once', async () => {
    await control(vendor).disturb({ name: 'webhook_duplicated' });
    const session = await create(vendor);
    await control(vendor).play(session.handoff ?? {}, 'approved');
    await expectDecidedOnce(session);
    await eventually(() => callbacksAbout(session), allDone(lettersTo[vendor] ?? 0));
  });

  it('may come in any order', async () => {
    const { session, letters } = await approvedUnheard(vendor);
    for (const letter of letters.toReversed()) await deliver(gateway.url, accountOf(vendor), letter);
    await expectDecidedOnce(session);
    await eventually(() => callbacksAbout(session), allDone(letters.length));
    expect(await watch(tenant.app, session.id).read()).toMatchObject({ status: 'approved' });
  });

  it('that are lost cost time only: asking finds the verdict', async () => {
    const polled = await makeTenant(gateway, [sandboxOf(vendor)], 'Polled');
    await control(vendor).disturb({ name: 'webhook_lost' });
    if (vendor === 'uqudo') await control(vendor).disturb({ name: 'socket_silent' });
    const { body: session } = await polled.app.post('/v1/sessions', { provider: vendor });
    await control(vendor).play(session.handoff, 'approved');
    await watch(polled.app, session.id).until('approved');
    expect(await callbacksOf(gateway.admin, polled.id)).toEqual([]);
  });

  it.each(forgeries[vendor] ?? [])(
    'that are not authentic (%s) are refused and kept nowhere',
    async (name) => {
      await control(vendor).disturb({ name });
      const { session, letters } = await approvedUnheard(vendor);
      for (const answer of await deliverAll(vendor, letters)) {
        expect(answer).toMatchObject({ status: 401, body: { code: 'signature_invalid' } });
      }
      expect(await callbacksAbout(session)).toEqual([]);
      expect(await watch(tenant.app, session.id).read()).toMatchObject({ status: 'pending' });
    },
  );

  it('that were altered on the way in a single byte, or stripped of their headers, are refused', async () => {
    const { session, letters } = await approvedUnheard(vendor);
    const count = (await callbacksOf(gateway.admin, tenant.id, '?limit=200')).length;
    const altered = letters.flatMap(({ headers, body }) => [
      { headers, body: flipped(String(body)) },
      { headers, body: String(body).slice(0, -1) },
      { headers, body: '' },
      { headers: {}, body },
    ]);
    for (const answer of await deliverAll(vendor, altered)) {
      expect(answer).toMatchObject({ status: 401, body: { code: 'signature_invalid' } });
    }
    expect(await callbacksOf(gateway.admin, tenant.id, '?limit=200')).toHaveLength(count);
    expect(await watch(tenant.app, session.id).read()).toMatchObject({ status: 'pending' });
  });

  it('are taken with any content type or none', async () => {
    const { session, letters } = await approvedUnheard(vendor);
    const types = ['text/plain', 'application/jose', 'application/json; charset=latin1', '@', ''];
    for (const [index, letter] of letters.entries()) {
      const { 'content-type': _, ...headers } = letter.headers;
      const type = types[(index + vendors.indexOf(vendor)) % types.length] ?? '';
      // Bytes, as for text a type would be made up.
      const body = new TextEncoder().encode(String(letter.body));
      const sent = { headers: type === '' ? headers : { ...headers, 'content-type': type }, body };
      expect(await deliver(gateway.url, accountOf(vendor), sent)).toMatchObject({ status: 200 });
    }
    await expectDecidedOnce(session);
  });

  it('of a disabled account are taken as well: its sessions under way go on', async () => {
    const session = await create(vendor);
    const account = `/v1/admin/tenants/${tenant.id}/provider-accounts/${accountOf(vendor)}`;
    expect((await gateway.admin.patch(account, { enabled: false })).status).toBe(200);
    await control(vendor).play(session.handoff ?? {}, 'approved');
    await expectDecidedOnce(session);
    await gateway.admin.patch(account, { enabled: true });
  });

  it('together with a stream and quick asking bring exactly one decision, and no storm of calls', async () => {
    const busy = await makeTenant(gateway, [sandboxOf(vendor)], 'Busy', { callbacks: true });
    const { body: session } = await busy.app.post('/v1/sessions', { provider: vendor });
    const before = (await control(vendor).calls()).length;
    await control(vendor).disturb({ name: 'webhook_duplicated' });
    await control(vendor).play(session.handoff, 'approved');
    const seen = watch(busy.app, session.id);
    expect(await seen.until('approved')).toMatchObject({ decision: { revision: 1 } });
    await eventually(() => callbacksOf(gateway.admin, busy.id), allDone(lettersTo[vendor] ?? 0));
    const types = typesOf(await seen.history());
    expect(types.filter((type) => type === 'approved')).toHaveLength(1);
    expect(types).not.toContain('decision_superseded');
    // Three that learn of it at the same time, each with the handful of calls that a result takes.
    expect((await control(vendor).calls()).length - before).toBeLessThan(40);
  });
});

describe.each(['innovatrics', 'vove'])(`on ${storageKind}, webhooks of %s`, (vendor) => {
  it('with a word that nobody knows still lead to the verdict, and the word is shown', async () => {
    await control(vendor).disturb({ name: 'webhook_unknown_status', value: 'SPLENDID' });
    const session = await create(vendor);
    await control(vendor).play(session.handoff ?? {}, 'approved');
    await expectDecidedOnce(session);
    const callbacks = await eventually(
      () => callbacksAbout(session),
      (seen) => seen.length > 0 && seen.every(({ status }) => status === 'done'),
    );
    expect(callbacks[0]).toMatchObject({ vendorStatus: 'SPLENDID' });
  });

  it.each(['approved', 'declined'] as const)(
    'bring the end of a review (%s) at once, as the next revision of the decision',
    async (outcome) => {
      const session = await create(vendor);
      await control(vendor).play(session.handoff ?? {}, 'review');
      await watch(tenant.app, session.id).until('in_review', soonMs);
      await control(vendor).resolve(session.handoff ?? {}, outcome);
      await expectDecidedOnce(session, outcome, 2);
    },
  );

  it('of the way that overtake one another at the vendor do not undo the end', async () => {
    await control(vendor).disturb({ name: 'webhook_disordered' });
    const session = await create(vendor);
    await control(vendor).play(session.handoff ?? {}, 'approved');
    await expectDecidedOnce(session);
    await eventually(() => callbacksAbout(session), allDone(lettersTo[vendor] ?? 0));
    expect(await watch(tenant.app, session.id).read()).toMatchObject({ status: 'approved' });
  });
});

describe(`on ${storageKind}, the inbox`, () => {
  it('asks again soon when a webhook announces what the vendor does not show yet', async () => {
    const session = await create('innovatrics');
    await control('innovatrics').disturb({ name: 'webhook_early' });
    await control('innovatrics').play(session.handoff ?? {}, 'approved');
    await expectDecidedOnce(session);
  });

  it('writes a remark beside the verification into the history, and nothing else follows from it', async () => {
    await control('vove').disturb({ name: 'aml_event', value: 'REJECTED' });
    const session = await create('vove');
    await control('vove').play(session.handoff ?? {}, 'approved');
    await expectDecidedOnce(session);
    await eventually(() => callbacksAbout(session), allDone(3));
    const history = await watch(tenant.app, session.id).history();
    const remarks = history.filter(({ type }) => type === 'session.provider_status_unknown');
    expect(remarks.map(({ data }) => data)).toEqual([
      { reason: 'provider_remark', vendorStatus: 'aml:REJECTED' },
    ]);
    expect(await watch(tenant.app, session.id).read()).toMatchObject({ status: 'approved' });
  });

  it('is closed for an account that has nothing to verify with', async () => {
    const { account } = sandboxOf('vove');
    const { webhookSecret: _, ...credentials } = account.credentials;
    const unconfigured = await gateway.admin.post(`/v1/admin/tenants/${tenant.id}/provider-accounts`, {
      ...{ provider: 'vove', name: 'closed', mode: 'test', enabled: false },
      settings: account.settings,
      credentials,
    });
    const { letters } = await approvedUnheard('vove');
    for (const letter of letters) {
      expect(await deliver(gateway.url, unconfigured.body.id, letter)).toMatchObject({
        status: 401,
        body: { code: 'signature_invalid' },
      });
    }
  });

  it.each(['', 'x', 'pac_', newId('pac'), newId('vs'), '%00', '..%2f..', 'x'.repeat(300)])(
    'knows no account "%s", and does not read what is sent there',
    async (id) => {
      const answer = await deliver(gateway.url, id, {
        headers: {},
        body: 'x'.repeat(16 * 1024 * 1024),
      }).catch(
        // The connection may be closed before all is sent.
        () => ({ status: 404 }),
      );
      expect(answer.status).toBe(404);
    },
  );

  it('takes 15 MiB, and one byte more is too large', async () => {
    const session = await create('innovatrics');
    const [letter] = await intercepted(sandboxOf('innovatrics'), 1, () =>
      control('innovatrics').play(session.handoff ?? {}, 'approved', 'opened'),
    );
    const notice = JSON.parse(String(letter?.body)) as object;
    const sized = (bytes: number): Letter => {
      const bare = JSON.stringify({ ...notice, more: '' }).length;
      return signedAtInnovatrics({ ...notice, more: 'x'.repeat(bytes - bare) });
    };
    const most = 15 * 1024 * 1024;
    expect(await deliver(gateway.url, accountOf('innovatrics'), sized(most))).toMatchObject({ status: 200 });
    await eventually(() => callbacksAbout(session), allDone(1));
    expect(await deliver(gateway.url, accountOf('innovatrics'), sized(most + 1))).toMatchObject({
      status: 413,
      body: { code: 'payload_too_large' },
    });
  });

  it('leaves all other operations as they are: JSON alone, up to 256 KiB', async () => {
    const bytes = { 'content-type': 'application/octet-stream' };
    expect(await tenant.app.post('/v1/sessions', '{}', bytes)).toMatchObject({
      status: 415,
      body: { code: 'unsupported_media_type' },
    });
    expect(await tenant.app.post('/v1/sessions', { refId: 'x'.repeat(300_000) })).toMatchObject({
      status: 413,
    });
  });

  it('gives up at once on an authentic webhook that nobody can read, keeps it sealed, and shows it', async () => {
    const marker = plant(`marker-${randomUUID()}`);
    const answer = await deliver(
      gateway.url,
      accountOf('innovatrics'),
      signedAtInnovatrics({ nothing: marker }),
    );
    expect(answer.status).toBe(200);
    const [failed] = await eventually(
      () => callbacksOf(gateway.admin, tenant.id, `?status=failed&accountId=${accountOf('innovatrics')}`),
      (callbacks) => callbacks.length === 1,
    );
    expect(failed).toMatchObject({
      attempts: 1,
      sessionId: null,
      cause: expect.stringContaining('unexpected body'),
    });
  });

  const seed = Number(process.env['CALLBACK_SEED'] ?? randomInt(1_000_000));
  it(`answers whatever is sent with a refusal, and no session changes by it (CALLBACK_SEED=${seed})`, async () => {
    const untouched = await Promise.all(vendors.map((vendor) => create(vendor)));
    const rows = (await callbacksOf(gateway.admin, tenant.id, '?limit=200')).length;
    const header = fc.stringMatching(/^[\x21-\x7e]{0,60}$/);
    const names = [
      'content-type',
      'authorization',
      'x-signature',
      'svix-id',
      'svix-timestamp',
      'svix-signature',
    ];
    const headers = fc.dictionary(
      fc.constantFrom(...names, 'webhook-id', 'content-encoding', 'x-any'),
      header,
    );
    const body = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.json().map((text) => new TextEncoder().encode(text)),
      fc
        .record({ jwsResult: fc.string(), sessionId: fc.string(), status: fc.string(), refId: fc.string() })
        .map((fields) => new TextEncoder().encode(JSON.stringify(fields))),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...vendors), headers, body, async (vendor, given, bytes) => {
        const sent = { headers: given, body: Uint8Array.from(bytes) };
        const { status } = await deliver(gateway.url, accountOf(vendor), sent);
        expect([400, 401]).toContain(status);
      }),
      { seed, numRuns: 150 },
    );
    expect(await callbacksOf(gateway.admin, tenant.id, '?limit=200')).toHaveLength(rows);
    for (const session of untouched) {
      expect(await watch(tenant.app, session.id).read()).toMatchObject({ status: 'pending', lastSeq: 2 });
    }
  });
});

/** Another character in the middle, where it counts. */
function flipped(text: string): string {
  const middle = Math.floor(text.length / 2);
  const other = text[middle] === 'A' ? 'B' : 'A';
  return text.slice(0, middle) + other + text.slice(middle + 1);
}

function signedAtInnovatrics(content: object): Letter {
  const body = JSON.stringify(content);
  const password = sandboxOf('innovatrics').account.credentials['password'] ?? '';
  return { headers: { 'x-signature': createHmac('sha256', password).update(body).digest('base64') }, body };
}
