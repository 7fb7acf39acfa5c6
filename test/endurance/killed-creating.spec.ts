import { describe, expect, it } from '@jest/globals';
import { storageKind } from '../harness/storage.js';
import { watch } from '../harness/session-watch.js';
import { endWorlds, takeoverMs, testMs, vendors, World } from '../harness/world.js';
import { create, playedToApproved, repeat, sessionsOf, wanted } from './creations.js';
import { milestonesOf } from './milestones.js';

endWorlds();

describe(`on ${storageKind}, a process that is killed creating`, () => {
  it.concurrent.each(milestonesOf('creating'))(
    'at %s loses no session: it opens by itself, and a repeat gets the same one, which is decided once',
    async (at) => {
      const world = await World.create();
      const keyed = vendors.map((vendor) => wanted(vendor, true));
      // Without a key nothing is claimed.
      const unkeyed = at === 'idempotency.claimed' ? [] : vendors.map((vendor) => wanted(vendor, false));
      const first = await world.start({ at, reaches: keyed.length + unkeyed.length });
      const tenant = await first.makeTenant(world.sandboxes);
      const answers = await Promise.allSettled(
        [...keyed, ...unkeyed].map((each) => create(tenant.app, each)),
      );
      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 'rejected'));
      expect(await first.ended).toMatchObject({ signal: 'SIGKILL' });

      const next = await world.start();
      const app = next.as(tenant.appKey);
      const inserted = [...(at === 'idempotency.claimed' ? [] : keyed), ...unkeyed];
      for (const each of inserted) expect(await sessionsOf(app, each)).toHaveLength(1);
      await Promise.all([
        ...keyed.map(async (each) => {
          const answer = await repeat(app, each);
          expect(answer).toMatchObject({ status: 201, body: { provider: each.vendor, status: 'pending' } });
          const sessions = await sessionsOf(app, each);
          expect(sessions.map(({ id }) => id)).toEqual([answer.body.id]);
          const again = await create(app, each);
          expect(again.headers.get('idempotent-replayed')).toBe('true');
          expect(again.body).toEqual(answer.body);
          await playedToApproved(world, app, each.vendor, answer.body);
        }),
        ...unkeyed.map(async (each) => {
          const [session] = await sessionsOf(app, each);
          const pending = await watch(app, session?.id ?? '').until('pending', takeoverMs);
          await playedToApproved(world, app, each.vendor, pending);
          expect(await sessionsOf(app, each)).toHaveLength(1);
        }),
      ]);
      // These two are asked so that a repeated start gives the same session; uqudo cannot be.
      for (const vendor of ['innovatrics', 'vove']) {
        expect(await world.madeAt(vendor)).toBe(unkeyed.length === 0 ? 1 : 2);
      }
      await next.stop();
      await world.end();
    },
    testMs,
  );

  it.concurrent(
    'again and again while it recovers from that opens the one session in the end',
    async () => {
      const world = await World.create();
      const requests = vendors.map((vendor) => wanted(vendor, true));
      const reaches = requests.length;
      const first = await world.start({ at: 'session.inserted', reaches });
      const tenant = await first.makeTenant(world.sandboxes);
      await Promise.allSettled(requests.map((request) => create(tenant.app, request)));
      for (const at of ['session.started_at_provider', 'session.opened'] as const) {
        const recovering = await world.start({ at, reaches });
        expect(await recovering.ended).toMatchObject({ signal: 'SIGKILL' });
      }
      const last = await world.start();
      const app = last.as(tenant.appKey);
      await Promise.all(
        requests.map(async (request) => {
          const answer = await repeat(app, request);
          expect(answer).toMatchObject({ status: 201, body: { status: 'pending' } });
          expect(await sessionsOf(app, request)).toHaveLength(1);
          await playedToApproved(world, app, request.vendor, answer.body);
        }),
      );
      await last.stop();
      await world.end();
    },
    testMs,
  );
});
