import type { HttpCall } from '../kit/context.js';
import { TimeLimit } from './time-limit.js';

const defaultTimeoutMs = 10_000;

/** The time that a call has for all that it does: waiting for its turn, each try, and the pauses between them. */
export class TimeBudget {
  readonly wholeMs: number;
  /** Aborts when the time is up, or when the call's own signal does. */
  readonly signal: AbortSignal;
  private readonly until: number;
  private readonly limit: TimeLimit;

  constructor(
    call: HttpCall,
    /** Aborts when nobody wants the answer any more. */
    readonly unwanted: AbortSignal,
  ) {
    this.wholeMs = call.timeoutMs ?? defaultTimeoutMs;
    this.until = performance.now() + this.wholeMs;
    this.limit = new TimeLimit(this.wholeMs);
    this.signal = AbortSignal.any([unwanted, this.limit.signal]);
  }

  /** The call is over. */
  end(): void {
    this.limit.letGo();
  }

  leftMs(): number {
    return Math.max(this.until - performance.now(), 0);
  }

  /** Whether so long a pause leaves at least as much time again for the try that follows it. */
  allows(pauseMs: number): boolean {
    return pauseMs <= this.leftMs() / 2;
  }
}
