import { describe, it } from '@jest/globals';
import { watch } from '../harness/session-watch.js';
import { storageKind } from '../harness/storage.js';
import { endWorlds, testMs, vendors, World } from '../harness/world.js';
import { create, sessionsOf, wanted } from './creations.js';
import { expectFollowed, listenedTo, streamed } from './streams.js';

/** A death is noticed, and what the dead held is taken over, within this time. */
const promisedMs = 15_000;

endWorlds();

describe(`on ${storageKind}, of two processes one of which is killed`, () => {
  it.concurrent(
    'the other holds its streams within 15 seconds',
    async () => {
      const world = await World.create(['uqudo']);
      const [gateway, other] = await Promise.all([world.start(), world.start()]);
      const { session, appKey } = await streamed(world, gateway);
      const since = performance.now();
      await gateway.kill();
      await listenedTo(world, false, 2_000);
      await listenedTo(world, true, promisedMs - (performance.now() - since));
      await expectFollowed(world, other.as(appKey), session);
      await other.stop();
      await world.end();
    },
    testMs,
  );

  it.concurrent(
    'the other opens its half-made sessions within 15 seconds',
    async () => {
      const world = await World.create();
      const requests = vendors.map((vendor) => wanted(vendor, false));
      const [gateway, other] = await Promise.all([
        world.start({ at: 'session.inserted', reaches: requests.length }),
        world.start(),
      ]);
      const tenant = await gateway.makeTenant(world.sandboxes);
      await Promise.allSettled(requests.map((request) => create(tenant.app, request)));
      await gateway.ended;
      const since = performance.now();
      const app = other.as(tenant.appKey);
      await Promise.all(
        requests.map(async (request) => {
          const [session] = await sessionsOf(app, request);
          await watch(app, session?.id ?? '').until('pending', promisedMs - (performance.now() - since));
        }),
      );
      await other.stop();
      await world.end();
    },
    testMs,
  );
});
