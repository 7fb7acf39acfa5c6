import { z } from 'zod';
import type { AnyProvider } from '../providers/kit/provider.js';
import type { Session } from './domain/session.js';
import { nextCheck } from './domain/timing.js';

const usualGrowth = 2;

/**
 * The person has finished and the result is near, so the vendor is asked often, for about a minute. Not after a
 * result without proof: what is wrong there takes its time to be put right.
 */
const whileProcessing = { first: 1, growth: 1.25 };

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
  const { first, growth } = near
    ? { ...whileProcessing, first: Math.min(whileProcessing.first, own) }
    : { first: own, growth: usualGrowth };
  return nextCheck(at, session.idleChecks, { first, slowest: timing.slowestPoll, growth });
}
