import type { DisturbanceKind } from '../../src/sandbox/kit/disturbances.js';
import type { Sandbox } from '../../src/sandbox/kit/sandbox.js';
import { apiAs } from '../harness/api.js';
import { options } from './options.js';

/** Long enough for answers to overtake each other. */
const slowMs = 50;
/** What befalls a vendor as a whole does so that often in the run. */
const rareTimes = 3;

/** Switches on, at once and to the end, everything that this vendor can do wrong without saying something else. */
export async function stirUp(sandbox: Sandbox): Promise<void> {
  const control = apiAs(sandbox.url, null);
  const { body } = await control.get('/_sandbox/disturbances');
  const known = Object.entries(body.known as Record<string, DisturbanceKind>);
  for (const [name, { effect, rare }] of known) {
    if (effect !== 'delays') continue;
    await control.post('/_sandbox/disturbances', {
      name,
      probability: options.probability,
      ...(name === 'slow' ? { value: slowMs } : {}),
      ...(rare ? { times: rareTimes } : {}),
    });
  }
}

export async function strikesAt(sandbox: Sandbox): Promise<Record<string, number>> {
  const { body } = await apiAs(sandbox.url, null).get('/_sandbox/disturbances');
  return body.struck;
}
