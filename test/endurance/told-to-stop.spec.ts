import { describe, expect, it } from '@jest/globals';
import type { Answer, Api } from '../harness/api.js';
import { eventually } from '../harness/eventually.js';
import { connectLive } from '../harness/live.js';
import { storageKind } from '../harness/storage.js';
import { endWorlds, testMs, vendors, World } from '../harness/world.js';
import { create, playedToApproved, repeat, sessionsOf, wanted, type Wanted } from './creations.js';
import { expectFollowed, listenedTo, streamed } from './streams.js';

const onPostgres = storageKind === 'postgresql' ? it.concurrent : it.concurrent.skip;
const onEmbedded = storageKind === 'embedded' ? it.concurrent : it.concurrent.skip;

endWorlds();

/** A request that its vendor keeps busy for a while, seen to be under way. */
async function begin(world: World, app: Api, request: Wanted): Promise<{ answer: Promise<Answer> }> {
  await world.control(request.vendor).knobs({ latencyMs: 1_500 });
  const answer = create(app, request);
  await eventually(
    () => sessionsOf(app, request),
    (sessions) => sessions.length === 1,
  );
  return { answer };
}

describe(`on ${storageKind}, a gateway that is told to stop`, () => {
  it.concurrent.each(vendors)(
    'first answers what is under way, here at %s, whoever else is connected',
    async (vendor) => {
      const world = await World.create([vendor]);
      const gateway = await world.start();
      const tenant = await gateway.makeTenant(world.sandboxes);
      const live = await connectLive(gateway.url, { apiKey: tenant.appKey });
      const request = wanted(vendor, true);
      const underWay = await begin(world, tenant.app, request);
      const [answer, ending] = await Promise.all([underWay.answer, gateway.stop()]);
      expect(answer).toMatchObject({ status: 201, body: { status: 'pending' } });
      expect(ending).toEqual({ code: null, signal: 'SIGTERM' });
      live.close();

      const next = await world.start();
      const app = next.as(tenant.appKey);
      expect((await create(app, request)).headers.get('idempotent-replayed')).toBe('true');
      await world.control(vendor).knobs({ latencyMs: 0 });
      await playedToApproved(world, app, vendor, answer.body);
      await next.stop();
      await world.end();
    },
    testMs,
  );

  onPostgres(
    'keeps what is under way: no other process takes it for abandoned',
    async () => {
      const world = await World.create(['uqudo']);
      const [gateway, other] = await Promise.all([world.start(), world.start()]);
      const tenant = await gateway.makeTenant(world.sandboxes);
      const request = wanted('uqudo', true);
      const underWay = await begin(world, tenant.app, request);
      const stopped = gateway.stop();
      const elsewhere = other.as(tenant.appKey);
      const meanwhile = await create(elsewhere, request);
      expect(meanwhile).toMatchObject({ status: 409, body: { code: 'idempotency_in_progress' } });
      const [answer] = await Promise.all([underWay.answer, stopped]);
      expect(answer).toMatchObject({ status: 201, body: { status: 'pending' } });
      expect((await repeat(elsewhere, request)).body).toEqual(answer.body);
      expect(await world.madeAt('uqudo')).toBe(1);
      await other.stop();
      await world.end();
    },
    testMs,
  );

  onEmbedded(
    'lets go of its streams, and holds them again after the next start',
    async () => {
      const world = await World.create(['uqudo']);
      const gateway = await world.start();
      const { session, appKey } = await streamed(world, gateway);
      await gateway.stop();
      await listenedTo(world, false);
      const next = await world.start();
      await listenedTo(world, true);
      await expectFollowed(world, next.as(appKey), session);
      await next.stop();
      await world.end();
    },
    testMs,
  );

  onPostgres(
    'hands its streams over to another process at once',
    async () => {
      const world = await World.create(['uqudo']);
      const [gateway, other] = await Promise.all([world.start(), world.start()]);
      const { session, appKey } = await streamed(world, gateway);
      await gateway.stop();
      await listenedTo(world, true, 5_000);
      await expectFollowed(world, other.as(appKey), session);
      await other.stop();
      await world.end();
    },
    testMs,
  );
});
