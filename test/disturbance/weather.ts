import { outboxDisturbances } from '../../src/sandbox/kit/outbox.js';
import type { DisturbanceKind } from '../../src/sandbox/kit/disturbances.js';
import type { Sandbox } from '../../src/sandbox/kit/sandbox.js';
import { wireDisturbances } from '../../src/sandbox/kit/trouble.js';
import { apiAs } from '../harness/api.js';
import { controlOf } from '../harness/sandboxes.js';
import type { Created } from './app.js';
import { options } from './options.js';
import { diceFor, type Person } from './person.js';

/** Long enough for answers to overtake each other. */
const slowMs = 50;
/**
 * These refusals fall by dice and not by load, so waiting does not help: a vendor that asks every third call for a whole
 * second of peace for the account would only be idle. That the wait is kept is shown in resilience.spec.ts.
 */
const retryAfterSeconds = 0;
/** What befalls a vendor as a whole does so that often in the run. */
const rareTimes = 3;
/** What belongs to one session strikes it that often. */
const timesPerSession = 2;

/** A vendor that says so at every third call is not in trouble: it has closed the account. */
const meant: readonly string[] = ['unauthorized', 'not_found'] satisfies (keyof typeof wireDisturbances)[];

/** What can happen to any call and any webhook, and so happens to all of them by dice. */
const everywhere = new Set(
  [...Object.keys(wireDisturbances), ...Object.keys(outboxDisturbances)].filter(
    (name) => !meant.includes(name),
  ),
);

type Known = readonly (readonly [string, DisturbanceKind])[];

/** Everything that this vendor can do wrong without saying something else. */
async function troublesOf(sandbox: Sandbox): Promise<Known> {
  const { body } = await apiAs(sandbox.url, null).get('/_sandbox/disturbances');
  const known = Object.entries(body.known as Record<string, DisturbanceKind>);
  return known.filter(([, { effect }]) => effect === 'delays');
}

/** Switches on, to the end, what strikes calls and webhooks. */
export async function stirUp(sandbox: Sandbox): Promise<void> {
  const { disturb } = controlOf(sandbox);
  for (const [name, { rare }] of await troublesOf(sandbox)) {
    if (!everywhere.has(name) && !rare) continue;
    await disturb({
      name,
      probability: options.probability,
      ...(name === 'slow' ? { value: slowMs } : {}),
      ...(name === 'throttled' ? { value: retryAfterSeconds } : {}),
      ...(rare ? { times: rareTimes } : {}),
    });
  }
}

/** Each of the vendor's other troubles befalls each session by the same chance. */
export async function befall(sandbox: Sandbox, person: Person, { handoff }: Created): Promise<void> {
  const { name: call, disturb } = controlOf(sandbox);
  await call(handoff, person.refId);
  const roll = diceFor(`${person.refId}/troubles`);
  for (const [name, { rare }] of await troublesOf(sandbox)) {
    if (everywhere.has(name) || rare || roll() >= options.probability) continue;
    await disturb({ name, times: timesPerSession }, handoff);
  }
}

export async function strikesAt(sandbox: Sandbox): Promise<Record<string, number>> {
  const { body } = await apiAs(sandbox.url, null).get('/_sandbox/disturbances');
  return body.struck;
}
