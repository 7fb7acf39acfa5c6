import { SpanKind, trace } from '@opentelemetry/api';
import type { FastifyInstance } from 'fastify';
import { currentContext, under } from './current.js';
import { beginSpan, endSpan, traceOf, type Span } from './spans.js';

declare module 'fastify' {
  interface FastifyRequest {
    span: Span | null;
  }
}

/** Each request goes on with its caller's trace, or begins one. */
export function traceRequests(server: FastifyInstance): void {
  server.decorateRequest('span', null);
  server.addHook('onRequest', (request, _reply, done) => {
    // Set already where the operator's OpenTelemetry follows the server by itself.
    const present = currentContext();
    const parent = trace.getSpan(present) ? present : traceOf(request.headers);
    const span = beginSpan(request.method, SpanKind.SERVER, parent, {
      'http.request.method': request.method,
    });
    request.span = span;
    under(span, done);
  });
  // A body is read by events of its connection, which belong to no request: back to this one.
  server.addHook('preValidation', (request, _reply, done) => {
    if (request.span === null) done();
    else under(request.span, done);
  });
  server.addHook('onResponse', (request, reply, done) => {
    const { span } = request;
    const status = reply.statusCode;
    const route = request.routeOptions.url ?? 'unknown';
    if (span) {
      span.updateName(`${request.method} ${route}`);
      endSpan(
        span,
        { 'http.route': route, 'http.response.status_code': status },
        status < 500 ? null : 'failed',
      );
    }
    done();
  });
}
