import { SpanKind } from '@opentelemetry/api';
import { currentContext } from '../../common/trace/current.js';
import { beginSpan, endSpan, headersOf } from '../../common/trace/spans.js';
import type { HttpCall, ProviderHttp } from '../kit/context.js';
import { ProviderError } from '../kit/errors.js';
import { openAnswer, wholeAnswer } from './exchange.js';
import { Lane, type Head } from './lane.js';
import { withRepeats } from './repeating.js';
import { TimeBudget } from './time-budget.js';
import type { VendorConnections } from './vendor-connections.js';

export { VendorConnections } from './vendor-connections.js';

/** What became of one try of a call. */
export interface ObservedCall {
  readonly operation: string;
  /** 1 for the first. */
  readonly attempt: number;
  /** Null: there was no answer. */
  readonly status: number | null;
  readonly ms: number;
  /** A word of ours; null: there was an answer. */
  readonly failure: string | null;
}

export type CallObserver = (call: ObservedCall) => void;

type Exchange<A> = (connections: VendorConnections, call: HttpCall, budget: TimeBudget) => Promise<A>;

/** The one client for all calls to vendors, as one account uses it. */
export function providerHttp(
  connections: VendorConnections,
  signal: AbortSignal,
  observe: CallObserver,
  lane: Lane = new Lane(),
): ProviderHttp {
  const through = async <A extends Head>(call: HttpCall, exchange: Exchange<A>): Promise<A> => {
    const budget = new TimeBudget(call, signal);
    const make = (attempt: number) =>
      observed(call, attempt, observe, (traced) =>
        lane.try(call, budget, () => exchange(connections, traced, budget)),
      );
    try {
      return await withRepeats(call, lane, budget, make);
    } finally {
      budget.end();
    }
  };
  return {
    send: (call) => through(call, wholeAnswer),
    open: (call) => through(call, openAnswer),
  };
}

/** Makes one try, traced, and tells of it. */
async function observed<A extends Head>(
  call: HttpCall,
  attempt: number,
  observe: CallObserver,
  make: (traced: HttpCall) => Promise<A>,
): Promise<A> {
  const { operation } = call;
  const span = beginSpan(`vendor ${operation}`, SpanKind.CLIENT, currentContext(), {
    'http.request.method': call.method,
  });
  const began = performance.now();
  const ended = (status: number | null, failure: string | null): void => {
    const ms = Math.round(performance.now() - began);
    endSpan(span, status === null ? {} : { 'http.response.status_code': status }, failure);
    observe({ operation, attempt, status, ms, failure });
  };
  try {
    const answer = await make({ ...call, headers: { ...call.headers, ...headersOf(span) } });
    ended(answer.status, null);
    return answer;
  } catch (error) {
    if (error instanceof ProviderError) ended(null, error.details.cause ?? error.failure);
    throw error;
  }
}
