import { eventually } from '../harness/eventually.js';
import type { Api } from '../harness/api.js';
import type { KillableGateway } from '../harness/child-gateway.js';
import { watch, type SeenSession } from '../harness/session-watch.js';
import type { World } from '../harness/world.js';
import { create, playedToApproved, wanted } from './creations.js';

/** A session at uqudo that is learned about by its stream alone: polling would take an hour. */
export async function streamed(world: World, gateway: KillableGateway) {
  const tenant = await gateway.makeTenant(world.sandboxes, { pollSeconds: 3600 });
  const { body: session } = await create(tenant.app, wanted('uqudo', false));
  await listenedTo(world, true);
  return { session, appKey: tenant.appKey };
}

export async function listenedTo(world: World, wantedSo: boolean, withinMs?: number): Promise<void> {
  const listeners = async () => (await world.control('uqudo').sessions()).map((session) => session.listeners);
  await eventually(listeners, ([only]) => (only === 1) === wantedSo, withinMs);
}

/** Only frames tell of progress at uqudo. */
export async function expectFollowed(world: World, app: Api, session: SeenSession): Promise<void> {
  await world.control('uqudo').play(session.handoff ?? {}, 'approved', 'in_progress');
  await watch(app, session.id).until('in_progress', 5_000);
  await playedToApproved(world, app, 'uqudo', session);
}
