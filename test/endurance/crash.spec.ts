import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as after } from 'node:timers/promises';
import { afterAll, describe, expect, it } from '@jest/globals';
import type { Milestone } from '../../src/common/milestones.js';
import { startSandboxes } from '../../src/sandbox/catalog.js';
import type { Play, Sandbox } from '../../src/sandbox/kit/sandbox.js';
import type { Answer, Api } from '../harness/api.js';
import { diceOf } from '../harness/dice.js';
import { eventually } from '../harness/eventually.js';
import { secretEnvironment } from '../harness/gateway.js';
import { startKillable, type Death, type KillableGateway } from '../harness/child-gateway.js';
import { connectLive } from '../harness/live.js';
import { controlOf } from '../harness/sandboxes.js';
import { typesOf, watch, type SeenSession } from '../harness/session-watch.js';
import { freshStorage, storageKind, type TestStorage } from '../harness/storage.js';

const vendors = ['uqudo', 'innovatrics', 'vove'];
type What = 'creating' | 'rerouting' | 'following' | 'calling back' | 'erasing' | 'capturing';
/** Every milestone there is, by what goes on there. A new one does not compile until it is tested as well. */
const milestones: Record<Milestone, What> = {
  'idempotency.claimed': 'creating',
  'session.inserted': 'creating',
  'session.started_at_provider': 'creating',
  'session.opened': 'creating',
  // In rerouting.spec.ts.
  'reroute.started_at_provider': 'rerouting',
  'reroute.written': 'rerouting',
  'following.concluded_at_provider': 'following',
  'following.collected': 'following',
  'following.decided': 'following',
  // In erasure.spec.ts.
  'erasure.written': 'erasing',
  'erasure.told': 'erasing',
  // In callbacks.spec.ts.
  'callback.stored': 'calling back',
  // In media.spec.ts.
  'media.kept': 'capturing',
};
const milestonesOf = (what: 'creating' | 'following') =>
  (Object.keys(milestones) as Milestone[]).filter((milestone) => milestones[milestone] === what);

/** On the embedded database the next process knows at once that the last one is dead; on PostgreSQL its lease runs out first. */
const takeoverMs = storageKind === 'embedded' ? 10_000 : 25_000;
const testMs = 80_000;
/** What a dead process was about to ask a vendor falls due again after a minute, which no test waits for. */
const aMinuteLater = { CLOCK_AHEAD: '61' };

const worlds = new Set<World>();
// A test that fails half-way leaves its world behind.
afterAll(() => Promise.all([...worlds].map((world) => world.end())));

/** Storage, vendors and keys that outlive the gateway. */
class World {
  private readonly environment: Record<string, string>;

  private constructor(
    private readonly storage: TestStorage,
    readonly sandboxes: readonly Sandbox[],
  ) {
    this.environment = { ...secretEnvironment(), ...storage.environment };
    worlds.add(this);
  }

  static async create(only: readonly string[] = vendors): Promise<World> {
    const [storage, sandboxes] = await Promise.all([freshStorage(), startSandboxes()]);
    await Promise.all(
      sandboxes.filter(({ vendor }) => !only.includes(vendor)).map((unused) => unused.close()),
    );
    return new World(
      storage,
      sandboxes.filter(({ vendor }) => only.includes(vendor)),
    );
  }

  start(death?: Death, more: Record<string, string> = {}): Promise<KillableGateway> {
    return startKillable({ ...this.environment, ...more }, death);
  }

  control(vendor: string) {
    return controlOf(this.sandbox(vendor));
  }

  /** How many sessions the vendor has made. */
  async madeAt(vendor: string): Promise<number> {
    return (await this.control(vendor).sessions()).length;
  }

  async end(): Promise<void> {
    worlds.delete(this);
    await Promise.all(this.sandboxes.map((sandbox) => sandbox.close()));
    await this.storage.drop();
  }

  private sandbox(vendor: string): Sandbox {
    const sandbox = this.sandboxes.find((candidate) => candidate.vendor === vendor);
    if (!sandbox) throw new Error(`no sandbox for ${vendor}`);
    return sandbox;
  }
}

interface Wanted {
  readonly vendor: string;
  readonly refId: string;
  /** Null: created without one. */
  readonly key: string | null;
}

function wanted(vendor: string, withKey: boolean): Wanted {
  return { vendor, refId: `person-${randomUUID()}`, key: withKey ? `order-${randomUUID()}` : null };
}

function create(app: Api, { vendor, refId, key }: Wanted): Promise<Answer> {
  const headers: Record<string, string> = key === null ? {} : { 'idempotency-key': key };
  return app.post('/v1/sessions', { provider: vendor, refId }, headers);
}

/** Repeats the request as long as another process may still be at work on it. */
function repeat(app: Api, request: Wanted): Promise<Answer> {
  return eventually(
    () => create(app, request),
    ({ body }) => body.code !== 'idempotency_in_progress',
    takeoverMs,
  );
}

async function sessionsOf(app: Api, { refId }: Wanted): Promise<SeenSession[]> {
  return (await app.get(`/v1/sessions?refId=${refId}`)).body.data;
}

/** The one decision, however often the process died on the way to it. */
async function expectDecidedOnce(app: Api, id: string, outcome = 'approved'): Promise<void> {
  const seen = watch(app, id);
  const session = await seen.until(outcome, takeoverMs);
  const history = await seen.history();
  expect(session).toMatchObject({ decision: { outcome, revision: 1 }, lastSeq: history.length });
  const types = typesOf(history);
  expect(types.filter((type) => type === outcome)).toHaveLength(1);
  expect(types).not.toContain('decision_superseded');
  expect((await seen.result()).body).toMatchObject({ sessionId: id, decision: { outcome, revision: 1 } });
}

async function playedToApproved(world: World, app: Api, vendor: string, session: SeenSession): Promise<void> {
  await world.control(vendor).play(session.handoff ?? {}, 'approved');
  await expectDecidedOnce(app, session.id);
}

describe(`on ${storageKind}, a process that is killed`, () => {
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

/** What the play of the person leads to. */
const statusOf: Readonly<Partial<Record<Play, string>>> = {
  approved: 'approved',
  declined: 'declined',
  review: 'in_review',
  cancelled: 'cancelled',
  expired: 'expired',
};

describe(`on ${storageKind}, a gateway under load`, () => {
  const seed = Number(process.env['CRASH_SEED'] ?? randomInt(1_000_000));
  const roll = diceOf(seed);

  it(
    `that is killed three times at any moment (CRASH_SEED=${seed}) brings every session to its outcome`,
    async () => {
      process.stdout.write(`CRASH_SEED=${seed}\n`);
      const world = await World.create();
      // So that there is always something under way to be cut off.
      await Promise.all(vendors.map((vendor) => world.control(vendor).knobs({ latencyMs: 150 })));
      let gateway = await world.start();
      const { appKey } = await gateway.makeTenant(world.sandboxes);
      const port = { PORT: new URL(gateway.url).port };
      const app = gateway.as(appKey);
      const plans = await Promise.all(
        Array.from({ length: 20 }, async (_, index) => {
          const vendor = vendors[index % vendors.length] ?? '';
          const plays = (await world.control(vendor).plays()).filter((play) => statusOf[play]);
          const play = plays[Math.floor(roll() * plays.length)] ?? 'approved';
          return { request: wanted(vendor, true), play, thinkMs: roll() * 400 };
        }),
      );

      const clients = Array.from({ length: 5 }, async (_, client) => {
        for (const { request, play, thinkMs } of plans.filter((_plan, index) => index % 5 === client)) {
          const { body } = await stubbornly(() => create(app, request));
          await after(thinkMs);
          await world.control(request.vendor).play(body.handoff, play);
        }
      });
      const killer = async () => {
        for (let kills = 0; kills < 3; kills += 1) {
          await after(150 + roll() * 1200);
          await gateway.kill();
          gateway = await world.start(undefined, port);
        }
      };
      await Promise.all([...clients, killer()]);
      await gateway.kill();
      gateway = await world.start(undefined, { ...port, ...aMinuteLater });

      await Promise.all(
        plans.map(async ({ request, play }) => {
          const [session, ...others] = await sessionsOf(app, request);
          expect(others).toEqual([]);
          const seen = watch(app, session?.id ?? '');
          const ended = await seen.until(statusOf[play] ?? '', takeoverMs);
          const history = await seen.history();
          expect(ended.lastSeq).toBe(history.length);
          const decisions = typesOf(history).filter((type) =>
            ['approved', 'declined', 'in_review'].includes(type),
          );
          expect(decisions).toHaveLength(ended.decision === null ? 0 : 1);
        }),
      );
      await gateway.stop();
      await world.end();
    },
    testMs * 2,
  );

  /** As an app does that does not give up. */
  function stubbornly(request: () => Promise<Answer>): Promise<Answer> {
    return eventually(
      () => request().catch((error: unknown) => ({ status: 0, headers: new Headers(), body: String(error) })),
      ({ status }) => status === 201,
      60_000,
    );
  }
});

const onPostgres = storageKind === 'postgresql' ? it.concurrent : it.concurrent.skip;
const onEmbedded = storageKind === 'embedded' ? it.concurrent : it.concurrent.skip;
/** A death is noticed, and what the dead held is taken over, within this time. */
const promisedMs = 15_000;

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

/** A session at uqudo that is learned about by its stream alone: polling would take an hour. */
async function streamed(world: World, gateway: KillableGateway) {
  const tenant = await gateway.makeTenant(world.sandboxes);
  const account = `/v1/admin/tenants/${tenant.id}/provider-accounts/${tenant.accounts['uqudo'] ?? ''}`;
  const { settings } = (await gateway.admin.get(account)).body;
  await gateway.admin.patch(account, { settings: { ...settings, pollSeconds: 3600 } });
  const { body: session } = await create(tenant.app, wanted('uqudo', false));
  await listenedTo(world, true);
  return { session, appKey: tenant.appKey };
}

async function listenedTo(world: World, wantedSo: boolean, withinMs?: number): Promise<void> {
  const listeners = async () => (await world.control('uqudo').sessions()).map((session) => session.listeners);
  await eventually(listeners, ([only]) => (only === 1) === wantedSo, withinMs);
}

/** Only frames tell of progress at uqudo. */
async function expectFollowed(world: World, app: Api, session: SeenSession): Promise<void> {
  await world.control('uqudo').play(session.handoff ?? {}, 'approved', 'in_progress');
  await watch(app, session.id).until('in_progress', 5_000);
  await playedToApproved(world, app, 'uqudo', session);
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

describe(`on ${storageKind}, of two processes one of which is killed`, () => {
  onPostgres(
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

  onPostgres(
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
