import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startSandboxes } from '../src/sandbox/catalog.js';
import type { Sandbox } from '../src/sandbox/kit/sandbox.js';
import { eventually } from './harness/eventually.js';
import { startGateway, type TestGateway } from './harness/gateway.js';
import { controlOf, findSandbox } from './harness/sandboxes.js';
import { typesOf, watch, type SeenSession } from './harness/session-watch.js';
import { storageKind } from './harness/storage.js';
import { tamperBefore, type TamperingProxy } from './harness/tampering-proxy.js';
import { addAccount, makeTenant, type TestTenant } from './harness/tenant.js';

// The tests run side by side: every disturbance is for one session and spent after a number of times.
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

const sandboxOf = (vendor: string): Sandbox => findSandbox(sandboxes, vendor);

/** What the app was answered, with its hand-off, and how to watch it from then on. */
type Created = SeenSession & {
  readonly handoff: NonNullable<SeenSession['handoff']>;
  readonly watch: ReturnType<typeof watch>;
};

async function create(
  provider: string,
  app = tenant.app,
  fields: Record<string, unknown> = {},
): Promise<Created> {
  const { status, body } = await app.post('/v1/sessions', { provider, ...fields });
  expect({ status, inTheBody: body.status }).toEqual({ status: 201, inTheBody: 'pending' });
  return { ...body, watch: watch(app, body.id) };
}

async function expectNoResult(session: Created): Promise<void> {
  expect(await session.watch.result()).toMatchObject({
    status: 409,
    body: { code: 'session_state_conflict' },
  });
}

/** Resolves when the disturbance has struck as often as it was told to. */
async function spent(vendor: string, name: string): Promise<void> {
  const rules = async () => {
    const answer = await fetch(`${sandboxOf(vendor).url}/_sandbox/disturbances`);
    return (await answer.json()) as { active: { name: string; left: number }[] };
  };
  await eventually(rules, ({ active }) => active.some((rule) => rule.name === name && rule.left === 0));
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
const refusedFor = (cause: string) => ({
  type: 'session.provider_status_unknown',
  data: { reason: 'result_refused', cause },
});

describe(`on ${storageKind}, a result of uqudo that is forged`, () => {
  beforeAll(async () => {
    // The first result in the sandbox is the one that others are shown: a genuine approval.
    const honest = await create('uqudo');
    await controlOf(sandboxOf('uqudo')).play(honest.handoff, 'approved');
    await honest.watch.until('approved');
  });

  it.concurrent.each(forgeries)(
    'by $forgery never approves: after repeated refusals the session fails, and the history says why',
    async ({ forgery: name, cause }) => {
      const control = controlOf(sandboxOf('uqudo'));
      const session = await create('uqudo');
      await control.disturb({ name }, session.handoff);
      await control.play(session.handoff, 'approved');
      const failed = await session.watch.until('failed');
      expect(failed).toMatchObject({ statusReason: 'result_untrusted', decision: null, handoff: null });
      const history = await session.watch.history();
      const refusals = history.filter(({ type }) => type === 'session.provider_status_unknown');
      expect(refusals).toMatchObject([refusedFor(cause), refusedFor(cause), refusedFor(cause)]);
      expect(typesOf(history)).not.toContain('approved');
      expect(history.at(-1)).toMatchObject({
        type: 'session.failed',
        data: { cause, reason: 'result_untrusted' },
      });
      await expectNoResult(session);
    },
  );

  it.concurrent.each(forgeries)(
    'by $forgery for a while is forgiven: the good result that follows decides',
    async ({ forgery: name, cause }) => {
      const control = controlOf(sandboxOf('uqudo'));
      const session = await create('uqudo');
      // A check looks whether there is a result before it is fetched, so the forged one may be handed out unread.
      await control.disturb({ name, times: 2 }, session.handoff);
      await control.play(session.handoff, 'declined');
      const { decision } = await session.watch.until('declined');
      expect(decision).toMatchObject({ outcome: 'declined', revision: 1 });
      const history = await session.watch.history();
      const refusals = history.filter(({ type }) => type === 'session.provider_status_unknown');
      expect([1, 2]).toContain(refusals.length);
      for (const refusal of refusals) expect(refusal).toMatchObject(refusedFor(cause));
      expect(typesOf(history)).not.toContain('approved');
      expect((await session.watch.result()).body).toMatchObject({ decision: { outcome: 'declined' } });
    },
  );
});

describe(`on ${storageKind}, at uqudo`, () => {
  it.concurrent('new signing keys are learned: a rotation costs no session and no refusal', async () => {
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

  it.concurrent('frames alone decide nothing: the session waits for the result, and goes by it', async () => {
    const control = controlOf(sandboxOf('uqudo'));
    const session = await create('uqudo');
    await control.listenedTo(session.handoff);
    await control.disturb({ name: 'result_delayed', times: 3 }, session.handoff);
    await control.play(session.handoff, 'declined');
    expect(await session.watch.until('processing')).toMatchObject({ decision: null });
    await expectNoResult(session);
    expect(await session.watch.until('declined')).toMatchObject({ decision: { revision: 1 } });
    expect(typesOf(await session.watch.history()).slice(-2)).toEqual(['processing', 'declined']);
  });
});

describe(`on ${storageKind}, at vove, which answers by person`, () => {
  /** What the app of a tenant gets whose account leads through a proxy. */
  async function throughProxy(): Promise<{ proxy: TamperingProxy; app: TestTenant['app'] }> {
    const vove = sandboxOf('vove');
    const proxy = await tamperBefore(vove.url);
    const { id, app } = await makeTenant(gateway, [], 'Behind a proxy');
    const { settings, credentials } = vove.account;
    const account = { settings: { ...settings, baseUrl: proxy.url }, credentials };
    await addAccount(gateway.admin, id, { ...vove, account });
    return { proxy, app };
  }

  async function expectUndecided(session: Created): Promise<void> {
    expect(await session.watch.read()).toMatchObject({ status: 'pending', decision: null });
    expect(typesOf(await session.watch.history())).toEqual(['created', 'pending']);
    await expectNoResult(session);
  }

  /** That the session was not merely deaf. */
  async function expectDecidedByItsOwnVerdict(session: Created): Promise<void> {
    await controlOf(sandboxOf('vove')).play(session.handoff, 'declined');
    const { decision } = await session.watch.until('declined');
    expect(decision).toMatchObject({ outcome: 'declined', revision: 1 });
    expect(typesOf(await session.watch.history())).not.toContain('approved');
  }

  it.concurrent("the verdict of the same person's older session never decides the new one", async () => {
    const session = await create('vove');
    const name = 'older_session_verdict';
    await controlOf(sandboxOf('vove')).disturb({ name, times: 2 }, session.handoff);
    await spent('vove', name);
    await expectUndecided(session);
    await expectDecidedByItsOwnVerdict(session);
  });

  it.concurrent.each([
    ['names no session but an older time', { sessionId: undefined, updatedAt: '2020-01-01T00:00:00.000Z' }],
    ['names neither a session nor a time', { sessionId: undefined, updatedAt: undefined }],
    ['names another session and the time of this one', { sessionId: 'ffffffffffffffffffffffff' }],
    ['names this session and an older time', { updatedAt: '2020-01-01T00:00:00.000Z' }],
    ['names another person', { refId: 'somebody-else' }],
  ])('a verdict that %s never decides', async (_, told) => {
    const { proxy, app } = await throughProxy();
    const session = await create('vove', app);
    proxy.answer = (user) => ({ ...user, status: 'successful', ...told });
    await proxy.passed(2);
    await expectUndecided(session);
    proxy.answer = (user) => user;
    await expectDecidedByItsOwnVerdict(session);
    await proxy.close();
  });

  it.concurrent("another person's verdict, whole and genuine, never decides", async () => {
    const { proxy, app } = await throughProxy();
    const approved = await create('vove', app, { refId: `approved-${randomUUID()}` });
    await controlOf(sandboxOf('vove')).play(approved.handoff, 'approved');
    await approved.watch.until('approved');
    const session = await create('vove', app, { refId: `undecided-${randomUUID()}` });
    proxy.path = (path) => path.replace(session.refId, approved.refId);
    await proxy.passed(2);
    await expectUndecided(session);
    proxy.path = (path) => path;
    await expectDecidedByItsOwnVerdict(session);
    await proxy.close();
  });
});

describe(`on ${storageKind}, at innovatrics`, () => {
  it.concurrent.each(['APPROVED', 'auto_approved', 'AUTO_APPROVED ', 'successful'])(
    'the undocumented word "%s" changes no status: it is told of once, and asked about again',
    async (value) => {
      const control = controlOf(sandboxOf('innovatrics'));
      const session = await create('innovatrics');
      await control.disturb({ name: 'unknown_status', value, times: 2 }, session.handoff);
      await control.play(session.handoff, 'declined');
      await eventually(session.watch.history, (history) => history.length === 3);
      expect(await session.watch.read()).toMatchObject({ status: 'pending', decision: null });
      await expectNoResult(session);
      expect(await session.watch.until('declined')).toMatchObject({ decision: { revision: 1 } });
      const history = typesOf(await session.watch.history());
      expect(history).toEqual(['created', 'pending', 'provider_status_unknown', 'processing', 'declined']);
    },
  );
});
