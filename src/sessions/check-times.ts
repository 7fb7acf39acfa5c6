import { z } from 'zod';
import type { AnyProvider } from '../providers/kit/provider.js';
import type { Session } from './domain/session.js';
import { nextCheck } from './domain/timing.js';

/**
 * The person has finished and the result is near, so the vendor is asked often at first. Not after a
 * result without proof: what is wrong there takes its time to be put right.
 */
const firstWhileProcessing = 1;

const polling = z.object({ pollSeconds: z.number().optional() });

/** When the vendor is asked next, after a check that changed nothing for the `idleChecks`-th time. */
export function checkAfter(
  provider: AnyProvider,
  settings: unknown,
  session: Pick<Session, 'status' | 'idleChecks' | 'refusals'>,
  at: Date,
): Date | null {
  const { timing, capabilities } = provider.definition;
  // Where the gateway itself decides, the vendor has nothing to add to a review.
  if (session.status === 'in_review' && capabilities.verdict === 'policy') return null;
  const own = polling.safeParse(settings).data?.pollSeconds ?? timing.firstPoll;
  const near = session.status === 'processing' && session.refusals === 0;
  const first = near ? Math.min(firstWhileProcessing, own) : own;
  return nextCheck(at, session.idleChecks, first, timing.slowestPoll);
}
