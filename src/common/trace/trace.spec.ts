import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  ROOT_CONTEXT,
  SpanKind,
  trace,
  TraceFlags,
  type Context,
  type Span,
  type SpanOptions,
} from '@opentelemetry/api';
import fc from 'fast-check';
import { currentContext, currentTraceId, followTraces, inOwnTrace, under } from './current.js';
import { beginSpan, endSpan, headersOf, traceOf } from './spans.js';

const caller = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16) };
const traceparent = `00-${caller.traceId}-${caller.spanId}-01`;
const begin = (parent: Context = ROOT_CONTEXT) => beginSpan('test', SpanKind.CLIENT, parent, {});
const idsOf = (span: Span) => span.spanContext();

beforeAll(followTraces);

describe('a span', () => {
  it("goes on with its parent's trace, with an id of its own", () => {
    const { traceId, spanId, traceFlags } = idsOf(begin(traceOf({ traceparent })));
    expect([traceId, traceFlags]).toEqual([caller.traceId, TraceFlags.SAMPLED]);
    expect(spanId).not.toBe(caller.spanId);
  });

  it('without a parent begins a trace', () => {
    const [one, other] = [idsOf(begin()), idsOf(begin())];
    expect(trace.isSpanContextValid(one)).toBe(true);
    expect(one.traceId).not.toBe(other.traceId);
  });

  it('is told to others by its ids alone', () => {
    const parent = traceOf({ traceparent, tracestate: 'app=secret' });
    expect(trace.getSpanContext(parent)?.traceState?.serialize()).toBe('app=secret');
    const withState = trace.wrapSpanContext({ ...trace.getSpanContext(parent)! });
    expect(Object.keys(headersOf(withState))).toEqual(['traceparent']);
  });
});

it('whatever a caller sends as its trace, what is passed on is valid', () => {
  const header = fc.oneof(
    fc.string(),
    fc.stringMatching(/^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/),
    fc.stringMatching(/^[0-9a-f]{2}-[0-9a-f]{0,33}-[0-9a-f]{0,17}-[0-9a-f]{0,3}(-.{0,9})?$/),
    fc.constantFrom(undefined, traceparent, traceparent.toUpperCase(), `${traceparent}, ${traceparent}`),
  );
  fc.assert(
    fc.property(header, header, (sent, tracestate) => {
      const told = headersOf(begin(traceOf({ traceparent: sent, tracestate })));
      expect(told).toEqual({
        traceparent: expect.stringMatching(/^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-0[01]$/),
      });
    }),
    { numRuns: 500 },
  );
});

describe('what is done under a span', () => {
  it('knows its trace, across waiting, and nothing else does', async () => {
    const span = begin();
    const inside = await under(span, async () => {
      await new Promise(setImmediate);
      return currentTraceId();
    });
    expect(inside).toBe(idsOf(span).traceId);
    expect(currentTraceId()).toBeUndefined();
  });

  it('begins a trace of its own where nobody waits for it', async () => {
    const span = begin();
    const inside = await under(span, () =>
      inOwnTrace('check', async () => Promise.resolve(currentTraceId())),
    );
    expect(inside).toMatch(/^[0-9a-f]{32}$/);
    expect(inside).not.toBe(idsOf(span).traceId);
  });

  it('stays as it was when following is asked for again', () => {
    followTraces();
    under(begin(), () => expect(trace.getSpan(currentContext())).toBeDefined());
  });
});

// Last, for it stays.
it("a span is one of the operator's OpenTelemetry where there is one, and told how it ended", () => {
  const seen: unknown[] = [];
  const made = { traceId: caller.traceId, spanId: 'c'.repeat(16), traceFlags: TraceFlags.SAMPLED };
  const span = {
    spanContext: () => made,
    setAttributes: (attributes: unknown) => seen.push(attributes),
    setStatus: ({ message }: { message?: string }) => seen.push(message),
    end: () => seen.push('ended'),
  } as unknown as Span;
  const startSpan = (name: string, options: SpanOptions, parent: Context) => {
    seen.push(name, options.kind, trace.getSpanContext(parent)?.spanId);
    return span;
  };
  trace.setGlobalTracerProvider({
    getTracer: () => ({ startSpan, startActiveSpan: () => undefined }) as never,
  });
  endSpan(begin(traceOf({ traceparent })), { status: 500 }, 'timeout');
  expect(seen).toEqual(['test', SpanKind.CLIENT, caller.spanId, { status: 500 }, 'timeout', 'ended']);
});
