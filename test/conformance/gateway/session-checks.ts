import { expect } from '@jest/globals';
import type { Play } from '../../../src/sandbox/kit/sandbox.js';
import { connectLive, ofType } from '../../harness/live.js';
import { create } from './at-gateway.js';
import type { GatewayCheck } from './check.js';

const outcomes: readonly { play: Play; status: string; decision: string | null }[] = [
  { play: 'approved', status: 'approved', decision: 'approved' },
  { play: 'declined', status: 'declined', decision: 'declined' },
  { play: 'review', status: 'in_review', decision: 'review' },
  { play: 'cancelled', status: 'cancelled', decision: null },
  { play: 'expired', status: 'expired', decision: null },
];

export const sessionChecks: readonly GatewayCheck[] = [
  ...outcomes.map(({ play, status, decision }): GatewayCheck => ({
    name: `a verification that is ${play} ends ${status}, over REST and live alike`,
    play,
    run: async (at) => {
      const session = await create(at);
      const live = await connectLive(at.gateway.url, { token: session.clientToken });
      await live.subscribe({ after: 0 });
      await at.standIn.play(session.handoff, play);
      await live.until(ofType(`session.${status}`));
      const seen = await session.watch.read();
      expect({ status: seen.status, decision: seen.decision?.outcome ?? null }).toEqual({ status, decision });
      expect(live.events).toEqual(await session.watch.history());
      live.close();
    },
  })),
  {
    name: 'a person who goes away in the middle leaves the session open, until the app gives it up',
    play: 'abandoned',
    run: async (at) => {
      const session = await create(at);
      await at.standIn.listenedTo(session.handoff);
      await at.standIn.play(session.handoff, 'abandoned');
      await session.watch.until('in_progress');
      expect(await at.tenant.app.post(`/v1/sessions/${session.id}/cancel`)).toMatchObject({ status: 200 });
      expect(await session.watch.read()).toMatchObject({ status: 'cancelled', decision: null });
    },
  },
  {
    name: 'a review that the vendor concludes becomes the next revision, where it concludes reviews',
    play: 'review',
    run: async (at) => {
      const session = await create(at);
      await at.standIn.play(session.handoff, 'review');
      await session.watch.until('in_review');
      if (!(await at.standIn.resolve(session.handoff, 'declined'))) return;
      expect(await session.watch.until('declined')).toMatchObject({
        decision: { outcome: 'declined', revision: 2 },
      });
    },
  },
  {
    name: 'the person goes on by a renewed hand-off',
    needs: 'renew',
    play: 'approved',
    run: async (at) => {
      const session = await create(at);
      const renewed = await at.tenant.app.post(`/v1/sessions/${session.id}/handoff`);
      expect(renewed).toMatchObject({ status: 200, body: { handoff: { kind: session.handoff.kind } } });
      await at.standIn.play(renewed.body.handoff, 'approved');
      await session.watch.until('approved');
    },
  },
  {
    name: 'a session given up by the app stays so, whatever the person does at the vendor',
    play: 'approved',
    run: async (at) => {
      const session = await create(at);
      const cancel = () => at.tenant.app.post(`/v1/sessions/${session.id}/cancel`);
      expect(await cancel()).toMatchObject({ status: 200, body: { status: 'cancelled', handoff: null } });
      await at.standIn.play(session.handoff, 'approved').catch(() => undefined);
      expect(await cancel()).toMatchObject({ status: 200, body: { status: 'cancelled' } });
      expect(await session.watch.read()).toMatchObject({ status: 'cancelled', decision: null });
    },
  },
];
