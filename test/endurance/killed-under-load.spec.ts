import { randomInt } from 'node:crypto';
import { setTimeout as after } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import type { Play } from '../../src/sandbox/kit/sandbox.js';
import type { Answer } from '../harness/api.js';
import { diceOf } from '../harness/dice.js';
import { eventually } from '../harness/eventually.js';
import { typesOf, watch } from '../harness/session-watch.js';
import { storageKind } from '../harness/storage.js';
import { aMinuteLater, endWorlds, takeoverMs, testMs, vendors, World } from '../harness/world.js';
import { create, sessionsOf, wanted } from './creations.js';

endWorlds();

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
