import { describe, expect, it } from '@jest/globals';
import { storageKind } from '../harness/storage.js';
import { aMinuteLater, endWorlds, testMs, vendors, World } from '../harness/world.js';
import { create, expectDecidedOnce, wanted } from './creations.js';
import { milestonesOf } from './milestones.js';

endWorlds();

describe(`on ${storageKind}, a process that is killed following`, () => {
  it.concurrent.each(milestonesOf('following').flatMap((at) => vendors.map((vendor) => ({ at, vendor }))))(
    'at $at of $vendor forgets no verdict and takes none twice',
    async ({ at, vendor }) => {
      const world = await World.create([vendor]);
      const first = await world.start({ at, reaches: 1 });
      const tenant = await first.makeTenant(world.sandboxes);
      const { body: session } = await create(tenant.app, wanted(vendor, false));
      await world.control(vendor).play(session.handoff, 'approved');
      expect(await first.ended).toMatchObject({ signal: 'SIGKILL' });

      const next = await world.start(undefined, aMinuteLater);
      await expectDecidedOnce(next.as(tenant.appKey), session.id);
      await next.stop();
      await world.end();
    },
    testMs,
  );
});
