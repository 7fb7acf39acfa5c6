import {
  BrokenCircuitError,
  bulkhead,
  BulkheadRejectedError,
  circuitBreaker,
  CircuitState,
  handleWhen,
  SamplingBreaker,
  TaskCancelledError,
} from 'cockatiel';
import type { HttpCall } from '../kit/context.js';
import { ProviderError } from '../kit/errors.js';
import { retryAfterOf } from '../kit/failures.js';
import { causes, meaningOf } from './meaning.js';
import type { TimeBudget } from './time-budget.js';
import { Waits } from './waits.js';

/** The head of an answer, be it read whole or as a stream. */
export interface Head {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

export interface LaneLimits {
  readonly callsAtOnce: number;
  /** How many more may stand in line for their turn. */
  readonly callsInLine: number;
  /** The breaker opens when more than this share of the calls within the window fail… */
  readonly failingShare: number;
  readonly windowMs: number;
  /** …of at least so many. */
  readonly fewestCalls: number;
  /** After so long one call tries whether the vendor is back. */
  readonly restMs: number;
}

export const usualLimits: LaneLimits = {
  callsAtOnce: 100,
  callsInLine: 200,
  failingShare: 0.8,
  windowMs: 10_000,
  fewestCalls: 10,
  restMs: 5_000,
};

/** A vendor that is down, and not one that refuses. */
const signsOfFailure: readonly (string | undefined)[] = [causes.timeout, causes.lost, causes.noConnection];

/** The way of one account to its vendor: not too many calls at once, none while it is down or wants to be left alone. */
export class Lane {
  private readonly bulkhead;
  private readonly breaker;
  private readonly waits = new Waits();
  private readonly restMs;
  private lastUsed = performance.now();
  private brokeAt = Number.NEGATIVE_INFINITY;

  constructor({ callsAtOnce, callsInLine, failingShare, windowMs, fewestCalls, restMs } = usualLimits) {
    this.bulkhead = bulkhead(callsAtOnce, callsInLine);
    this.restMs = restMs;
    this.breaker = circuitBreaker(
      handleWhen((error) => this.counts(error)).orWhenResult((answer) => (answer as Head).status >= 500),
      {
        halfOpenAfter: restMs,
        breaker: new SamplingBreaker({
          threshold: failingShare,
          duration: windowMs,
          minimumRps: (fewestCalls * 1000) / windowMs,
        }),
      },
    );
    this.breaker.onBreak(() => (this.brokeAt = performance.now()));
  }

  /** Whether a call would be refused now: the vendor has its rest, or another call is trying it. */
  get resting(): boolean {
    const { state } = this.breaker;
    if (state === CircuitState.Open) return performance.now() - this.brokeAt < this.restMs;
    return state === CircuitState.HalfOpen;
  }

  /** Whether the vendor is being left alone, or tried again, after it has failed. */
  get broken(): boolean {
    return this.breaker.state !== CircuitState.Closed;
  }

  /** Whether it may be forgotten: nobody has used it for so long, and nothing would be lost. */
  idleFor(ms: number): boolean {
    const now = performance.now();
    return now - this.lastUsed > ms && this.waits.over(now);
  }

  /** How long the vendor has asked to be left alone with this. */
  waitMs({ operation }: HttpCall): number {
    return this.waits.leftMs(operation, performance.now());
  }

  /** Makes one try, when it is its turn. Fails at once where the vendor must not be asked. */
  async try<A extends Head>(call: HttpCall, budget: TimeBudget, exchange: () => Promise<A>): Promise<A> {
    this.lastUsed = performance.now();
    this.refuseLeftAlone(call);
    try {
      const answer = await this.inTurn(budget, () => this.unlessBroken(call, exchange));
      const waitMs = retryAfterOf(answer);
      if (waitMs !== null) this.waits.asked(call.operation, waitMs, performance.now());
      return answer;
    } catch (error) {
      throw refusal(error, call) ?? meaningOf(error, call);
    }
  }

  private refuseLeftAlone(call: HttpCall): void {
    const waitMs = this.waitMs(call);
    if (waitMs === 0) return;
    const details = { operation: call.operation, cause: 'left_alone', retryAfterMs: Math.ceil(waitMs) };
    throw new ProviderError('throttled', details);
  }

  private unlessBroken<A extends Head>(call: HttpCall, exchange: () => Promise<A>): Promise<A> {
    // One call tries for all. The breaker by itself would have the others wait for it.
    if (this.breaker.state === CircuitState.HalfOpen) throw new BrokenCircuitError();
    return this.breaker.execute(async () => {
      try {
        return await exchange();
      } catch (error) {
        throw meaningOf(error, call);
      }
    });
  }

  /** Who stands in line goes when its time is up; whoever has its turn keeps the time by itself. */
  private inTurn<A>({ signal }: TimeBudget, work: () => Promise<A>): Promise<A> {
    if (this.bulkhead.executionSlots > 0) return this.bulkhead.execute(work);
    return new Promise((resolve, reject) => {
      const leave = () => reject(new TaskCancelledError());
      signal.addEventListener('abort', leave, { once: true });
      const begin = () => {
        signal.removeEventListener('abort', leave);
        return work();
      };
      this.bulkhead.execute(begin, signal).then(resolve, reject);
    });
  }

  /** A try that was broken off says nothing; where it was to find out whether the vendor is back, it is not back yet. */
  private counts(error: unknown): boolean {
    const cause = error instanceof ProviderError ? error.details.cause : undefined;
    return signsOfFailure.includes(cause) || (cause === causes.aborted && this.broken);
  }
}

function refusal(error: unknown, { operation }: HttpCall): ProviderError | null {
  if (error instanceof BrokenCircuitError) {
    return new ProviderError('unavailable', { operation, cause: 'breaker_open' });
  }
  if (error instanceof BulkheadRejectedError || error instanceof TaskCancelledError) {
    return new ProviderError('unavailable', { operation, cause: 'too_many_calls' });
  }
  return null;
}
