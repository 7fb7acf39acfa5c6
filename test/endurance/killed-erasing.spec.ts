import { describe, expect, it } from '@jest/globals';
import type { Api } from '../harness/api.js';
import { eventually } from '../harness/eventually.js';
import { typesOf, watch, type SeenSession } from '../harness/session-watch.js';
import { storageKind } from '../harness/storage.js';
import { aMinuteLater, endWorlds, takeoverMs, testMs, vendors, World } from '../harness/world.js';
import { create, playedToApproved, wanted } from './creations.js';
import { milestonesOf } from './milestones.js';

const personalData = (id: string) => `/v1/sessions/${id}/personal-data`;

async function approvedAt(vendor: string, world: World, app: Api): Promise<SeenSession> {
  const { body: session } = await create(app, wanted(vendor, false));
  await playedToApproved(world, app, vendor, session);
  return session;
}

async function expectErased(app: Api, id: string): Promise<void> {
  const receipt = async () => (await app.get(personalData(id))).body;
  await eventually(receipt, ({ status }) => status === 'completed', 2 * takeoverMs);
  for (const what of ['result', 'media'])
    expect(await app.get(`/v1/sessions/${id}/${what}`)).toMatchObject({ status: 410 });
  const types = typesOf(await watch(app, id).history());
  expect(types.filter((type) => type === 'personal_data_erased')).toHaveLength(1);
}

endWorlds();

describe(`on ${storageKind}, a process that is killed erasing`, () => {
  it.concurrent.each(milestonesOf('erasing'))(
    'at %s leaves nothing: the next one finishes the erasure',
    async (at) => {
      const world = await World.create();
      // A round of work waits for the first of them.
      const reaches = at === 'erasure.told' ? 1 : vendors.length;
      const first = await world.start({ at, reaches });
      const { app, appKey } = await first.makeTenant(world.sandboxes);
      const sessions = await Promise.all(vendors.map((vendor) => approvedAt(vendor, world, app)));
      const erasures = sessions.map(({ id }) => app.delete(personalData(id)).catch(() => null));
      expect(await first.ended).toMatchObject({ signal: 'SIGKILL' });
      await Promise.all(erasures);

      const next = await world.start(undefined, aMinuteLater);
      for (const { id } of sessions) await expectErased(next.as(appKey), id);
      await next.stop();
      await world.end();
    },
    testMs,
  );
});
