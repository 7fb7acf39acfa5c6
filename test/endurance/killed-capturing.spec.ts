import { describe, expect, it } from '@jest/globals';
import { eventually } from '../harness/eventually.js';
import { filesIn } from '../harness/files.js';
import { storageKind } from '../harness/storage.js';
import { endWorlds, testMs, World } from '../harness/world.js';
import { create, wanted } from './creations.js';
import { milestonesOf } from './milestones.js';

/** Whose pictures are fetched one by one. */
const vendor = 'uqudo';
/** What a dead process was capturing falls due again within the hour. */
const anHourLater = { CLOCK_AHEAD: '3700' };

endWorlds();

describe(`on ${storageKind}, a process that is killed capturing`, () => {
  it.concurrent.each(milestonesOf('capturing'))(
    'at %s leaves nothing over: the next one finishes what it had begun',
    async (at) => {
      const world = await World.create([vendor]);
      const first = await world.start({ at, reaches: 2 });
      const { app, appKey } = await first.makeTenant(world.sandboxes);
      const { body: session } = await create(app, wanted(vendor, false));
      await world.control(vendor).play(session.handoff, 'approved');
      expect(await first.ended).toMatchObject({ signal: 'SIGKILL' });
      // Two lay in the store already, and no row knew of it.
      expect(filesIn(world.environment, 'media').length).toBeGreaterThan(0);

      const second = await world.start(undefined, anHourLater);
      const media = async () => (await second.as(appKey).get(`/v1/sessions/${session.id}/media`)).body;
      const { data, missing } = await eventually(media, ({ pending }) => pending === 0, 30_000);
      expect(missing).toEqual([]);
      expect(data.length).toBeGreaterThan(1);
      expect(filesIn(world.environment, 'media')).toHaveLength(data.length);
      expect(filesIn(world.environment, 'arriving')).toEqual([]);
      await second.stop();
      await world.end();
    },
    testMs,
  );
});
