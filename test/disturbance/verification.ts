import type { Sandbox } from '../../src/sandbox/kit/sandbox.js';
import type { Api } from '../harness/api.js';
import { controlOf } from '../harness/sandboxes.js';
import { createSession, renewHandoff, type Created } from './app.js';
import type { Feed } from './feed.js';
import { leftMs } from './options.js';
import { befall } from './weather.js';
import type { Person } from './person.js';

export interface Verified extends Created {
  readonly person: Person;
  /** The status in which the vendor, or the app, has brought it to its end. */
  readonly decided: string;
  readonly reached: boolean;
  /** From what the vendor decided to what the gateway says. */
  readonly ms: number;
}

interface World {
  readonly sandbox: Sandbox;
  readonly app: Api;
  readonly feed: Feed;
}

/** Null when the app has not got through in all the time. */
export async function startVerification({ sandbox, app }: World, person: Person): Promise<Created | null> {
  if (leftMs() === 0) return null;
  try {
    const created = await createSession(app, sandbox.vendor, person);
    const handedOver = person.renews ? await renewHandoff(app, created) : created;
    await befall(sandbox, person, handedOver);
    return handedOver;
  } catch (error) {
    if (leftMs() === 0) return null;
    throw error;
  }
}

/** Plays the person to the end and waits for the gateway to learn of it. */
export async function finishVerification(world: World, person: Person, created: Created): Promise<Verified> {
  const { sandbox, feed } = world;
  const control = controlOf(sandbox);
  await control.play(created.handoff, person.play);
  const ends = async (decided: string): Promise<Verified> => {
    const began = performance.now();
    const reached = await feed.reaches(created.id, [decided], leftMs());
    return { ...created, person, decided, reached, ms: performance.now() - began };
  };
  switch (person.play) {
    case 'approved':
    case 'declined':
    case 'cancelled':
    case 'expired':
      return ends(person.play);
    case 'abandoned':
      return ends(await abandoned(world.app, person, created));
    case 'review':
      return ends(await reviewed(world, person, created));
  }
}

async function abandoned(app: Api, { cancels }: Person, { id }: Created): Promise<string> {
  if (!cancels) return 'expired';
  const { status } = await app.post(`/v1/sessions/${id}/cancel`);
  if (status !== 200) throw new Error(`a session cannot be cancelled: ${status}`);
  return 'cancelled';
}

/** Where the vendor has no reviewer, the review is the outcome. */
async function reviewed(
  { sandbox, feed }: World,
  { review }: Person,
  { id, handoff }: Created,
): Promise<string> {
  if (!review.hasty) await feed.reaches(id, ['in_review'], leftMs());
  const resolved = await controlOf(sandbox)
    .resolve(handoff, review.verdict)
    .then(
      () => true,
      () => false,
    );
  return resolved ? review.verdict : 'in_review';
}
