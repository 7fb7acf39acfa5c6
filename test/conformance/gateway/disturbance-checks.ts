import { expect } from '@jest/globals';
import type { Effect, KnownDisturbances } from '../../../src/sandbox/kit/disturbances.js';
import type { TestGateway } from '../../harness/gateway.js';
import { controlOf } from '../../harness/sandboxes.js';
import type { Vendor } from '../vendors.js';
import { create, openAtGateway, type AtGateway, type CreatedSession } from './at-gateway.js';

/** Backing off takes its time. */
const patienceMs = 90_000;
/** So often that it is noticed, and so seldom that it ends. */
const aFewTimes = 2;

/** What has to become of the session, by what the disturbance does. */
const becomes: Record<Effect, (session: CreatedSession) => Promise<void>> = {
  delays: async ({ watch }) => {
    const { decision } = await watch.until('approved', patienceMs);
    expect(decision).toMatchObject({ outcome: 'approved', revision: 1 });
  },
  refuses: async ({ watch }) => {
    expect(await watch.until('failed', patienceMs)).toMatchObject({
      statusReason: 'result_untrusted',
      decision: null,
    });
  },
  alters: async ({ watch }) => {
    const ends = ['approved', 'declined', 'in_review', 'expired', 'cancelled'];
    await watch.untilOneOf(ends, patienceMs);
  },
};

/**
 * A verification at a stand-in that misbehaves from before the start to the end. True when it has: some troubles
 * are for calls that this vendor's adapter never makes.
 */
export async function survives(
  gateway: TestGateway,
  vendor: Vendor,
  name: string,
  { effect }: KnownDisturbances[string],
): Promise<boolean> {
  const at = await openAtGateway(gateway, vendor, 1);
  const control = controlOf(at.standIn.sandbox);
  await control.knobs({ callbackUrl: `${gateway.url}/v1/callbacks/${at.accountId}` });
  const times = effect === 'delays' ? aFewTimes : 100;
  await control.disturb({ name, times });
  const session = await create(at);
  await control.disturb({ name, times }, session.handoff);
  await playedToItsEnd(at, session);
  await becomes[effect](session);
  await session.watch.history();
  const struck = (await control.disturbances()).some(({ left }) => left !== times);
  await at.standIn.close();
  return struck;
}

/** A vendor whose session has gone does not play on; then it is the app that gives it up. */
async function playedToItsEnd(
  { standIn, tenant }: AtGateway,
  { handoff, id }: CreatedSession,
): Promise<void> {
  await standIn.play(handoff, 'approved').catch(() => tenant.app.post(`/v1/sessions/${id}/cancel`));
}
