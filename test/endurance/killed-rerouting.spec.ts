import { describe, expect, it } from '@jest/globals';
import type { Milestone } from '../../src/common/milestones.js';
import { watch } from '../harness/session-watch.js';
import { storageKind } from '../harness/storage.js';
import { endWorlds, testMs, World } from '../harness/world.js';
import { create, playedToApproved, wanted } from './creations.js';
import { milestonesOf } from './milestones.js';

const former = 'vove';
const next = 'uqudo';
/** Whether the new vendor has the session by then. */
const isWritten = (milestone: Milestone) => milestone === 'reroute.written';

endWorlds();

describe(`on ${storageKind}, a process that is killed rerouting`, () => {
  it.concurrent.each(milestonesOf('rerouting'))(
    'at %s leaves the session at one vendor, where it works',
    async (at) => {
      const world = await World.create([former, next]);
      const first = await world.start({ at, reaches: 1 });
      const { app, appKey } = await first.makeTenant(world.sandboxes);
      const { body: session } = await create(app, wanted(former, false));
      await app.post(`/v1/sessions/${session.id}/reroute`, { provider: next }).catch(() => null);
      expect(await first.ended).toMatchObject({ signal: 'SIGKILL' });

      const second = await world.start();
      const again = second.as(appKey);
      const vendor = isWritten(at) ? next : former;
      const found = await watch(again, session.id).read();
      expect(found).toMatchObject({ status: 'pending', provider: vendor });
      await playedToApproved(world, again, vendor, found);
      await second.stop();
      await world.end();
    },
    testMs,
  );
});
