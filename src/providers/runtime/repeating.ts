import { setTimeout as delay } from 'node:timers/promises';
import { ExponentialBackoff } from 'cockatiel';
import type { HttpCall } from '../kit/context.js';
import { ProviderError } from '../kit/errors.js';
import { retryAfterOf } from '../kit/failures.js';
import type { Head, Lane } from './lane.js';
import { causes, mayRepeat } from './meaning.js';
import type { TimeBudget } from './time-budget.js';

const mostTries = 3;
/** Jittered, so that those who failed together do not come back together. */
const backoff = new ExponentialBackoff({ initialDelay: 100, maxDelay: 2_000 });
/** What may be over a moment later. After a timeout there is no time left. */
const passing: readonly (string | undefined)[] = [causes.lost, causes.noConnection];

type Outcome<A> = { readonly answer: A } | { readonly failure: ProviderError };

/** Tries until it succeeds, must not be repeated, or would take too long. */
export async function withRepeats<A extends Head>(
  call: HttpCall,
  lane: Lane,
  budget: TimeBudget,
  make: (attempt: number) => Promise<A>,
): Promise<A> {
  let pause = backoff.next();
  for (let attempt = 1; ; attempt += 1) {
    await leaveAlone(call, lane, budget);
    const outcome = await settled(() => make(attempt));
    const pauseMs = attempt < mostTries ? pauseAfter(outcome, call, pause.duration) : null;
    if (pauseMs === null || !budget.allows(pauseMs)) return valueOf(outcome);
    await sleep(pauseMs, budget);
    pause = pause.next(null);
  }
}

/** Waits as long as the vendor has asked for, where there is time for that. */
async function leaveAlone(call: HttpCall, lane: Lane, budget: TimeBudget): Promise<void> {
  for (let waitMs = lane.waitMs(call); waitMs > 0; waitMs = lane.waitMs(call)) {
    if (budget.unwanted.aborted || !budget.allows(waitMs)) return;
    await sleep(waitMs, budget);
  }
}

/** Null: the outcome stands. A call refused with 429 was not done, so that one may be repeated whatever it is. */
function pauseAfter<A extends Head>(outcome: Outcome<A>, call: HttpCall, pauseMs: number): number | null {
  if ('failure' in outcome) {
    return mayRepeat(call) && passing.includes(outcome.failure.details.cause) ? pauseMs : null;
  }
  const { answer } = outcome;
  if (answer.status === 429) return retryAfterOf(answer);
  if (answer.status < 500 || !mayRepeat(call)) return null;
  return retryAfterOf(answer) ?? pauseMs;
}

async function settled<A>(attempt: () => Promise<A>): Promise<Outcome<A>> {
  try {
    return { answer: await attempt() };
  } catch (error) {
    if (error instanceof ProviderError) return { failure: error };
    throw error;
  }
}

function valueOf<A>(outcome: Outcome<A>): A {
  if ('failure' in outcome) throw outcome.failure;
  return outcome.answer;
}

/** Ends early when nobody wants the answer any more; the next try finds that out. */
async function sleep(ms: number, { unwanted }: TimeBudget): Promise<void> {
  await delay(ms, undefined, { signal: unwanted }).catch(() => undefined);
}
