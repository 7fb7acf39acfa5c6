import { expect } from '@jest/globals';
import type { ProviderFailure } from '../../../src/providers/kit/errors.js';
import type { wireDisturbances } from '../../../src/sandbox/kit/trouble.js';
import type { PlayedCheck } from './check.js';
import { failureOf } from './expect-failure.js';
import { begin, contextFor } from './vendor-under-test.js';

/** What may come of each trouble with the wire; an empty list says that it must not be noticed. */
const meanings: Readonly<Record<keyof typeof wireDisturbances, readonly ProviderFailure[]>> = {
  unauthorized: ['unauthorized'],
  not_found: ['not_found', 'not_ready'],
  throttled: ['throttled'],
  server_error: ['unavailable'],
  slow: [],
  malformed: ['malformed'],
  connection_reset: ['unavailable', 'ambiguous'],
  extra_keys: [],
};
/** A vendor may say with 404 that there is nothing to tell yet. */
const mayBeAnAnswer: readonly string[] = ['not_found'];

export const wireChecks: readonly PlayedCheck[] = Object.entries(meanings).map(([name, allowed]) => ({
  name: `a question that meets ${name} on the wire ${allowed.length > 0 ? `fails as ${allowed.join(' or ')}` : 'is answered'}`,
  play: 'approved',
  run: async (vendor) => {
    const { started, ref } = await begin(vendor);
    await vendor.standIn.play(started.handoff, 'approved');
    const trouble = await vendor.standIn.disturb(name, started.handoff);
    const failure = await failureOf(vendor.provider.check(contextFor(vendor), ref));
    if (failure !== null && !allowed.includes(failure.failure)) throw failure;
    // Not every question meets every trouble: no JSON, for one, cannot be broken JSON.
    if (!(await trouble.struck())) return;
    if (allowed.length > 0 && !mayBeAnAnswer.includes(name)) expect(failure).not.toBeNull();
    if (name === 'throttled') expect(failure?.details.retryAfterMs).toBe(1000);
  },
}));
