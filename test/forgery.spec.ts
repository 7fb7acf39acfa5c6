import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startSandboxes } from '../src/sandbox/catalog.js';
import type { Sandbox } from '../src/sandbox/kit/sandbox.js';
import { eventually } from './harness/eventually.js';
import { startGateway, type TestGateway } from './harness/gateway.js';
import { controlOf } from './harness/sandboxes.js';
import { typesOf, watch } from './harness/session-watch.js';
import { storageKind } from './harness/storage.js';
import { tamperBefore, type TamperingProxy } from './harness/tampering-proxy.js';
import { addAccount, makeTenant, type TestTenant } from './harness/tenant.js';

let gateway: TestGateway;
let sandboxes: Sandbox[];
let tenant: TestTenant;

beforeAll(async () => {
  sandboxes = await startSandboxes();
  gateway = await startGateway();
  tenant = await makeTenant(gateway, sandboxes);
});
afterEach(() => Promise.all(sandboxes.map((sandbox) => controlOf(sandbox).calm())));
afterAll(async () => {
  await gateway.close();
  await Promise.all(sandboxes.map((sandbox) => sandbox.close()));
});

function sandboxOf(vendor: string): Sandbox {
  const sandbox = sandboxes.find((candidate) => candidate.vendor === vendor);
  if (!sandbox) throw new Error(`no sandbox for ${vendor}`);
  return sandbox;
}

async function create(provider: string, app = tenant.app, fields: Record<string, unknown> = {}) {
  const { status, body } = await app.post('/v1/sessions', { provider, ...fields });
  expect({ status, inTheBody: body.status }).toEqual({ status: 201, inTheBody: 'pending' });
  return { ...body, watch: watch(app, body.id) };
}

async function expectNoResult(session: { watch: ReturnType<typeof watch> }): Promise<void> {
  expect(await session.watch.result()).toMatchObject({
    status: 409,
    body: { code: 'session_state_conflict' },
  });
}

/** Resolves when the vendor has been asked that often more than now. */
async function asked(vendor: string, route: string, times: number): Promise<void> {
  const count = async () => (await controlOf(sandboxOf(vendor)).calls('GET', route)).length;
  const before = await count();
  await eventually(count, (calls) => calls >= before + times, 25_000);
}

/** What uqudo's result is refused for, by what the sandbox does to it. */
const forgeries = [
  { forgery: 'wrong_key', cause: 'bad_signature' },
  { forgery: 'alg_none', cause: 'wrong_algorithm' },
  { forgery: 'alg_hs256', cause: 'wrong_algorithm' },
  { forgery: 'unknown_kid', cause: 'unknown_key' },
  { forgery: 'wrong_aud', cause: 'wrong_audience' },
  { forgery: 'wrong_iss', cause: 'wrong_issuer' },
  { forgery: 'wrong_jti', cause: 'wrong_session' },
  { forgery: 'expired_jws', cause: 'expired' },
  { forgery: 'other_sessions_result', cause: 'wrong_session' },
];

describe.each(forgeries)(
  `on ${storageKind}, a result of uqudo forged by $forgery`,
  ({ forgery: name, cause }) => {
    const refused = { type: 'session.provider_status_unknown', data: { reason: 'result_refused', cause } };

    it('never approves: after repeated refusals the session fails, and the history says why', async () => {
      const control = controlOf(sandboxOf('uqudo'));
      const session = await create('uqudo');
      await control.disturb({ name }, session.handoff);
      await control.play(session.handoff, 'approved');
      const failed = await session.watch.until('failed');
      expect(failed).toMatchObject({ statusReason: 'result_untrusted', decision: null, handoff: null });
      const history = await session.watch.history();
      expect(typesOf(history)).not.toContain('approved');
      const refusals = history.filter(({ type }) => type === refused.type);
      expect(refusals.length).toBeGreaterThanOrEqual(3);
      for (const refusal of refusals) expect(refusal).toMatchObject(refused);
      expect(history.at(-1)).toMatchObject({
        type: 'session.failed',
        data: { cause, reason: 'result_untrusted' },
      });
      await expectNoResult(session);
    });

    it.each(['approved', 'declined'] as const)(
      'once is forgiven: the good result that follows decides, here %s',
      async (outcome) => {
        const control = controlOf(sandboxOf('uqudo'));
        const session = await create('uqudo');
        await control.disturb({ name, times: 1 }, session.handoff);
        await control.play(session.handoff, outcome);
        expect(await session.watch.until(outcome)).toMatchObject({ decision: { outcome, revision: 1 } });
        const history = await session.watch.history();
        expect(history.filter(({ type }) => type === refused.type)).toMatchObject([refused]);
        expect((await session.watch.result()).body.decision).toMatchObject({ outcome, revision: 1 });
      },
    );
  },
);

describe(`on ${storageKind}, at uqudo`, () => {
  it("another person's approval handed out for a declined person approves nobody", async () => {
    const control = controlOf(sandboxOf('uqudo'));
    const lucky = await create('uqudo');
    await control.play(lucky.handoff, 'approved');
    await lucky.watch.until('approved');
    const unlucky = await create('uqudo');
    await control.disturb({ name: 'other_sessions_result' }, unlucky.handoff);
    await control.play(unlucky.handoff, 'declined');
    await unlucky.watch.until('failed');
    expect(typesOf(await unlucky.watch.history())).not.toContain('approved');
    await expectNoResult(unlucky);
  });

  it('new signing keys are learned: a rotation costs no session and no refusal', async () => {
    const control = controlOf(sandboxOf('uqudo'));
    const before = await create('uqudo');
    await control.play(before.handoff, 'approved');
    await before.watch.until('approved');
    const after = await create('uqudo');
    await control.disturb({ name: 'kid_rotation', times: 1 }, after.handoff);
    await control.play(after.handoff, 'approved');
    await after.watch.until('approved');
    expect(typesOf(await after.watch.history())).not.toContain('provider_status_unknown');
  });

  it('frames alone decide nothing: the session waits for the result, and then goes by it', async () => {
    const control = controlOf(sandboxOf('uqudo'));
    const session = await create('uqudo');
    await control.disturb({ name: 'result_delayed' }, session.handoff);
    await control.play(session.handoff, 'declined');
    await session.watch.until('processing');
    await asked('uqudo', '/api/v1/info/:sessionId', 3);
    expect(await session.watch.read()).toMatchObject({ status: 'processing', decision: null });
    await expectNoResult(session);
    await control.calm();
    expect(await session.watch.until('declined')).toMatchObject({ decision: { revision: 1 } });
  });
});

describe(`on ${storageKind}, at vove, which answers by person`, () => {
  const route = '/v2/users/:refId';
  let proxy: TamperingProxy;
  let proxied: TestTenant;

  beforeAll(async () => {
    proxy = await tamperBefore(sandboxOf('vove').url);
    proxied = await makeTenant(gateway, [], 'Behind a proxy');
    const { settings, credentials } = sandboxOf('vove').account;
    const account = { settings: { ...settings, baseUrl: proxy.url }, credentials };
    await addAccount(gateway.admin, proxied.id, { ...sandboxOf('vove'), account });
  });
  beforeEach(() => {
    proxy.path = (path) => path;
    proxy.answer = (body) => body;
  });
  afterAll(() => proxy.close());

  async function expectUndecidedUntilHonest(session: Awaited<ReturnType<typeof create>>): Promise<void> {
    await asked('vove', route, 3);
    expect(await session.watch.read()).toMatchObject({ status: 'pending', decision: null });
    expect(typesOf(await session.watch.history())).toEqual(['created', 'pending']);
    await expectNoResult(session);
    await controlOf(sandboxOf('vove')).calm();
    proxy.path = (path) => path;
    proxy.answer = (body) => body;
    await controlOf(sandboxOf('vove')).play(session.handoff, 'declined');
    expect(await session.watch.until('declined')).toMatchObject({
      decision: { outcome: 'declined', revision: 1 },
    });
  }

  it("the verdict of the same person's older session never decides the new one", async () => {
    const session = await create('vove');
    await controlOf(sandboxOf('vove')).disturb({ name: 'older_session_verdict' }, session.handoff);
    await expectUndecidedUntilHonest(session);
  });

  it.each([
    ['names no session but an older time', { sessionId: undefined, updatedAt: '2020-01-01T00:00:00.000Z' }],
    ['names neither a session nor a time', { sessionId: undefined, updatedAt: undefined }],
    ['names another session and the time of this one', { sessionId: 'ffffffffffffffffffffffff' }],
    ['names this session and an older time', { updatedAt: '2020-01-01T00:00:00.000Z' }],
  ])('a verdict that %s never decides', async (_, told) => {
    proxy.answer = (body) =>
      'refId' in body && 'status' in body ? { ...body, status: 'successful', ...told } : body;
    await expectUndecidedUntilHonest(await create('vove', proxied.app));
  });

  it("another person's verdict never decides", async () => {
    const approved = await create('vove', proxied.app, { refId: `approved-${randomUUID()}` });
    await controlOf(sandboxOf('vove')).play(approved.handoff, 'approved');
    await approved.watch.until('approved');
    const session = await create('vove', proxied.app, { refId: `undecided-${randomUUID()}` });
    proxy.path = (path) => path.replace(session.refId, approved.refId);
    await expectUndecidedUntilHonest(session);
  });
});

describe(`on ${storageKind}, at innovatrics`, () => {
  it.each(['APPROVED', 'auto_approved', 'AUTO_APPROVED ', 'successful'])(
    'the undocumented word "%s" changes no status: it is told once, and asked about again',
    async (value) => {
      const control = controlOf(sandboxOf('innovatrics'));
      const session = await create('innovatrics');
      await control.disturb({ name: 'unknown_status', value }, session.handoff);
      await control.play(session.handoff, 'declined');
      await eventually(session.watch.history, (history) => history.length > 2);
      await asked('innovatrics', '/api/session/:sessionId/status', 2);
      expect(await session.watch.read()).toMatchObject({ status: 'pending', decision: null });
      const history = await session.watch.history();
      expect(typesOf(history)).toEqual(['created', 'pending', 'provider_status_unknown']);
      await expectNoResult(session);
      await control.calm();
      await session.watch.until('declined');
    },
  );
});
