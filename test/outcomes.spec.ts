import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startSandboxes } from '../src/sandbox/catalog.js';
import type { Play, Sandbox } from '../src/sandbox/kit/sandbox.js';
import { startGateway, type TestGateway } from './harness/gateway.js';
import { connectLive, ofType } from './harness/live.js';
import { controlOf, findSandbox } from './harness/sandboxes.js';
import { storageKind } from './harness/storage.js';
import { makeTenant, returnUrl, type TestTenant } from './harness/tenant.js';

const vendors = ['uqudo', 'innovatrics', 'vove'];
/** What the play of the person leads to. Which plays a vendor can express is asked of its sandbox. */
const outcomes: readonly { play: Play; status: string; decision: string | null }[] = [
  { play: 'approved', status: 'approved', decision: 'approved' },
  { play: 'declined', status: 'declined', decision: 'declined' },
  { play: 'review', status: 'in_review', decision: 'review' },
  { play: 'cancelled', status: 'cancelled', decision: null },
  { play: 'expired', status: 'expired', decision: null },
];

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

async function create(provider: string, fields: Record<string, unknown> = {}) {
  const answer = await tenant.app.post('/v1/sessions', { provider, returnUrl, ...fields });
  expect(answer).toMatchObject({ status: 201, body: { provider, status: 'pending', lastSeq: 2 } });
  return answer.body;
}

async function expectSameHistoryEverywhere(
  sessionId: string,
  live: { events: { seq: number }[] },
): Promise<void> {
  const { body } = await tenant.app.get(`/v1/sessions/${sessionId}/events`);
  const seqs = body.data.map(({ seq }: { seq: number }) => seq);
  expect(seqs).toEqual(seqs.map((_: number, index: number) => index + 1));
  expect(live.events).toEqual(body.data);
}

describe.each(vendors)(`on ${storageKind}, through %s`, (vendor) => {
  it.each(outcomes)(
    'a person whose verification is $play ends $status, over REST and on the live channel alike',
    async ({ play, status, decision }) => {
      const control = controlOf(sandboxOf(vendor));
      if (!(await control.plays()).includes(play)) return;
      const session = await create(vendor);
      const live = await connectLive(gateway.url, { token: session.clientToken });
      await live.subscribe({ after: 0 });
      await control.play(session.handoff, play);
      await live.until(ofType(`session.${status}`));
      const { body } = await tenant.app.get(`/v1/sessions/${session.id}`);
      expect(body.status).toBe(status);
      expect(body.decision?.outcome ?? null).toBe(decision);
      await expectSameHistoryEverywhere(session.id, live);
      live.close();
    },
  );

  it('the result of an approved person is normalized, and looking at it is journalled', async () => {
    const session = await create(vendor);
    const live = await connectLive(gateway.url, { token: session.clientToken });
    await controlOf(sandboxOf(vendor)).play(session.handoff, 'approved');
    await live.until(ofType('session.approved'));
    const result = await tenant.app.get(`/v1/sessions/${session.id}/result`, { 'x-purpose': 'onboarding' });
    expect(result).toMatchObject({
      status: 200,
      body: {
        sessionId: session.id,
        provider: vendor,
        decision: { outcome: 'approved', revision: 1, reasons: [] },
      },
    });
    expect(result.body.documents.length).toBeGreaterThan(0);
    expect(result.body.person.lastName).toEqual(expect.any(String));
    for (const { score } of result.body.checks)
      expect(score === null || (score >= 0 && score <= 1)).toBe(true);
    const viewed = await live.until(ofType('session.result_viewed'));
    expect(viewed.data).toEqual({ purpose: 'onboarding' });
    live.close();
  });

  it('a session cancelled by the app ends cancelled; cancelling again is 200, and it never gets decided', async () => {
    const session = await create(vendor);
    const cancelled = await tenant.app.post(`/v1/sessions/${session.id}/cancel`);
    expect(cancelled).toMatchObject({ status: 200, body: { status: 'cancelled', handoff: null } });
    expect(await tenant.app.post(`/v1/sessions/${session.id}/cancel`)).toMatchObject({
      status: 200,
      body: { status: 'cancelled' },
    });
  });

  it('cancelling a decided session is 409 session_state_conflict', async () => {
    const session = await create(vendor);
    const live = await connectLive(gateway.url, { token: session.clientToken });
    await controlOf(sandboxOf(vendor)).play(session.handoff, 'approved');
    await live.until(ofType('session.approved'));
    const answer = await tenant.app.post(`/v1/sessions/${session.id}/cancel`);
    expect(answer).toMatchObject({ status: 409, body: { code: 'session_state_conflict' } });
    live.close();
  });
});

describe.each(['innovatrics', 'vove'])(`on ${storageKind}, a manual review at %s`, (vendor) => {
  it.each(['approved', 'declined'] as const)(
    'that ends %s becomes revision 2 of the decision',
    async (outcome) => {
      const control = controlOf(sandboxOf(vendor));
      const session = await create(vendor);
      const live = await connectLive(gateway.url, { token: session.clientToken });
      await live.subscribe({ after: 0 });
      await control.play(session.handoff, 'review');
      await live.until(ofType('session.in_review'));
      await control.resolve(session.handoff, outcome);
      await live.until(ofType(`session.${outcome}`));
      const { body } = await tenant.app.get(`/v1/sessions/${session.id}`);
      expect(body).toMatchObject({
        status: outcome,
        decision: { outcome, revision: 2, decidedBy: 'provider' },
      });
      await expectSameHistoryEverywhere(session.id, live);
      live.close();
    },
  );
});
