import { describe, expect, it } from '@jest/globals';
import { callbacksOf } from '../harness/callbacks.js';
import { eventually } from '../harness/eventually.js';
import { storageKind } from '../harness/storage.js';
import { endWorlds, testMs, vendors, World } from '../harness/world.js';
import { create, expectDecidedOnce, wanted } from './creations.js';
import { milestonesOf } from './milestones.js';

endWorlds();

describe(`on ${storageKind}, a process that is killed between keeping a webhook and working on it`, () => {
  it.concurrent.each(milestonesOf('calling back').flatMap((at) => vendors.map((vendor) => ({ at, vendor }))))(
    'at $at of $vendor loses nothing: the next process works it off',
    async ({ at, vendor }) => {
      const world = await World.create([vendor]);
      const first = await world.start({ at, reaches: 1 });
      // Nothing but webhooks tells of anything here.
      const tenant = await first.makeTenant(world.sandboxes, { callbacks: true, pollSeconds: 3600 });
      if (vendor === 'uqudo') await world.control(vendor).disturb({ name: 'socket_silent' });
      const { body: session } = await create(tenant.app, wanted(vendor, false));
      await world.control(vendor).play(session.handoff, 'approved');
      expect(await first.ended).toMatchObject({ signal: 'SIGKILL' });

      const next = await world.start();
      await expectDecidedOnce(next.as(tenant.appKey), session.id);
      const [callback] = await eventually(
        () => callbacksOf(next.admin, tenant.id),
        (seen) => seen.length === 1 && seen[0]?.status === 'done',
      );
      expect(callback).toMatchObject({ sessionId: session.id });
      await next.stop();
      await world.end();
    },
    testMs,
  );
});
