import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Origin } from '../src/journal/entry.js';
import { startSandboxes } from '../src/sandbox/catalog.js';
import type { Sandbox } from '../src/sandbox/kit/sandbox.js';
import { tell, type Change } from '../src/sessions/domain/change.js';
import type { Session } from '../src/sessions/domain/session.js';
import { mayGo, type SessionStatus } from '../src/sessions/domain/status.js';
import { anyActions, changeBy, type Action } from '../src/sessions/domain/testing/actions.js';
import { SessionStore } from '../src/sessions/session-store.js';
import { startGateway, type TestGateway } from './harness/gateway.js';
import { watch } from './harness/session-watch.js';
import { storageKind } from './harness/storage.js';
import { makeTenant, type TestTenant } from './harness/tenant.js';

const seed = Number(process.env['PROPERTY_SEED'] ?? randomInt(2 ** 31));
const origin: Origin = { actor: { kind: 'system', id: 'test' }, requestId: null };
const patienceMs = 120_000;

let sandboxes: Sandbox[];
let gateway: TestGateway;
let tenant: TestTenant;
let store: SessionStore;

beforeAll(async () => {
  sandboxes = await startSandboxes();
  gateway = await startGateway();
  tenant = await makeTenant(gateway, sandboxes);
  store = gateway.app.get(SessionStore);
});
afterAll(async () => {
  await gateway.close();
  await Promise.all(sandboxes.map((sandbox) => sandbox.close()));
});

/** A session of which nobody will hear anything but what the test says. */
async function newSession(): Promise<Session> {
  const { body } = await tenant.app.post('/v1/sessions', { provider: sandboxes[0]?.vendor });
  return store.alter(body.id, () => ({ patch: { nextCheckAt: null, streaming: false }, drafts: [] }), origin);
}

/** All at once; counts the changes that were made. */
async function allAtOnce(id: string, decisions: readonly ((session: Session) => Change | null)[]) {
  let made = 0;
  await Promise.all(
    decisions.map((decide) => {
      let change: Change | null = null;
      return store
        .alter(id, (session) => (change = decide(session)), origin)
        .then(() => (made += change === null ? 0 : 1));
    }),
  );
  return made;
}

/** They lead outside: there is a stream to hold, or a check to make. */
const loud: readonly Action['kind'][] = ['opened', 'renewed', 'handedOn', 'rerouted'];
const quiet = anyActions.map((actions) => actions.filter(({ kind }) => !loud.includes(kind)).slice(0, 12));

it(
  `on ${storageKind}, whatever is changed at once, no change is lost and the history is whole (seed ${seed})`,
  async () => {
    await fc.assert(
      fc.asyncProperty(quiet, async (actions) => {
        const before = await newSession();
        const made = await allAtOnce(
          before.id,
          actions.map((action: Action) => (session: Session) => changeBy(session, action, new Date())),
        );
        const [after] = await store.find({ id: before.id });
        expect(after?.version).toBe(before.version + made);

        const events = await watch(tenant.app, before.id).history();
        expect(after?.lastSeq).toBe(events.length);
        expectLegal(events.map(({ status }) => status as SessionStatus));
        const revisions = events.flatMap(
          ({ data }) => (data['decision'] as { revision: number } | undefined)?.revision ?? [],
        );
        expect(revisions).toEqual(revisions.map((_, index) => index + 1));
        expect(after?.decision?.revision ?? 0).toBe(revisions.length);
      }),
      { seed, numRuns: 25, interruptAfterTimeLimit: patienceMs / 2 },
    );
  },
  patienceMs,
);

it('of 20 changes at once each sees the one before it', async () => {
  const { id, refusals } = await newSession();
  const counting = (session: Session): Change => ({
    patch: { refusals: session.refusals + 1 },
    drafts: [tell(session, 'session.provider_status_unknown', { count: session.refusals + 1 })],
  });
  await allAtOnce(
    id,
    Array.from({ length: 20 }, () => counting),
  );
  const [after] = await store.find({ id });
  expect(after?.refusals).toBe(refusals + 20);
  const counts = (await watch(tenant.app, id).history()).flatMap(({ data }) => data['count'] ?? []);
  expect(counts).toEqual(Array.from({ length: 20 }, (_, index) => refusals + index + 1));
});

function expectLegal(statuses: readonly SessionStatus[]): void {
  for (const [index, status] of statuses.slice(1).entries()) {
    const before = statuses[index];
    if (before !== undefined && before !== status) expect(mayGo(before, status)).toBe(true);
  }
}
