import { randomUUID } from 'node:crypto';
import {
  isSpanContextValid,
  ROOT_CONTEXT,
  SpanStatusCode,
  trace,
  TraceFlags,
  type Attributes,
  type Context,
  type Span,
  type SpanKind,
  type TextMapGetter,
  type TextMapSetter,
} from '@opentelemetry/api';
import { TRACE_PARENT_HEADER, W3CTraceContextPropagator } from '@opentelemetry/core';

export type { Context, Span } from '@opentelemetry/api';

const tracer = trace.getTracer('idv-gateway');
const traceContext = new W3CTraceContextPropagator();

/**
 * Begins a span of the operator's OpenTelemetry where there is one. Where there is none the API hands the
 * parent back, so the span is then its ids alone: enough for logs and headers, and nothing is exported.
 */
export function beginSpan(name: string, kind: SpanKind, parent: Context, attributes: Attributes): Span {
  const above = trace.getSpanContext(parent);
  const span = tracer.startSpan(name, { kind, attributes }, parent);
  const made = span.spanContext();
  if (isSpanContextValid(made) && made.spanId !== above?.spanId) return span;
  return trace.wrapSpanContext({
    traceId: above?.traceId ?? newTraceId(),
    spanId: newTraceId().slice(0, 16),
    traceFlags: above?.traceFlags ?? TraceFlags.NONE,
  });
}

/** Of a UUID, which comes from a stock: many are made. */
function newTraceId(): string {
  return randomUUID().replaceAll('-', '');
}

/** Ends it; `failure` is a word of ours. */
export function endSpan(span: Span, attributes: Attributes, failure: string | null): void {
  span.setAttributes(attributes);
  if (failure !== null) span.setStatus({ code: SpanStatusCode.ERROR, message: failure });
  span.end();
}

/** The caller's trace, or none where its header is missing or wrong. Of the flags only "sampled" is defined. */
export function traceOf(headers: Readonly<Record<string, unknown>>): Context {
  const context = traceContext.extract(ROOT_CONTEXT, headers, reading);
  const caller = trace.getSpanContext(context);
  if (!caller) return context;
  return trace.setSpanContext(context, { ...caller, traceFlags: caller.traceFlags & TraceFlags.SAMPLED });
}

/** What tells a vendor of the span: its ids alone. */
export function headersOf(span: Span): Record<string, string> {
  const headers: Record<string, string> = {};
  traceContext.inject(trace.setSpan(ROOT_CONTEXT, span), headers, idsAlone);
  return headers;
}

const reading: TextMapGetter<Readonly<Record<string, unknown>>> = {
  get: (headers, name) => headers[name] as string | undefined,
  keys: (headers) => Object.keys(headers),
};

/** Without `tracestate`, whose content others have chosen. */
const idsAlone: TextMapSetter<Record<string, string>> = {
  set: (headers, name, value) => {
    if (name === TRACE_PARENT_HEADER) headers[name] = value;
  },
};
