import {
  context,
  createContextKey,
  isSpanContextValid,
  ROOT_CONTEXT,
  SpanKind,
  trace,
} from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { beginSpan, endSpan, type Context, type Span } from './spans.js';

/** From now on what is called knows the trace of what called it. An operator's OpenTelemetry that is there already stays. */
export function followTraces(): void {
  if (areFollowed()) return;
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
}

function areFollowed(): boolean {
  const mark = createContextKey('mark');
  return context.with(ROOT_CONTEXT.setValue(mark, true), () => context.active().getValue(mark) === true);
}

/** Under what a new span is begun. */
export function currentContext(): Context {
  return context.active();
}

export function currentTraceId(): string | undefined {
  const current = trace.getSpanContext(context.active());
  return current && isSpanContextValid(current) ? current.traceId : undefined;
}

/** Runs it, and all that follows from it, under the span. */
export function under<T>(span: Span, run: () => T, within: Context = context.active()): T {
  return context.with(trace.setSpan(within, span), run);
}

/** Work that nobody waits for begins a trace of its own, also where a request has caused it. */
export async function inOwnTrace<T>(name: string, work: () => Promise<T>): Promise<T> {
  const span = beginSpan(name, SpanKind.INTERNAL, ROOT_CONTEXT, {});
  try {
    const result = await under(span, work, ROOT_CONTEXT);
    endSpan(span, {}, null);
    return result;
  } catch (error) {
    endSpan(span, {}, error instanceof Error ? error.name : 'error');
    throw error;
  }
}
