import { SpanKind } from '@opentelemetry/api';
import { WebSocket } from 'ws';
import { currentContext } from '../../common/trace/current.js';
import { beginSpan, endSpan, headersOf } from '../../common/trace/spans.js';
import { guardedLookup } from './address-guard.js';
import { causes } from './meaning.js';
import type { ObservedCall, VendorConnections } from './provider-http.js';

const operation = 'socket.open';
const largestFrameBytes = 64 * 1024;
const handshakeMs = 10_000;

/**
 * Opens a web socket, observed like a call. No breaker and no repeats: who holds a stream pauses before it
 * connects again by itself, and a vendor's socket may be down while its other interfaces are up.
 */
export function openVendorSocket(
  connections: VendorConnections,
  url: string,
  observe: (call: ObservedCall) => void,
): WebSocket {
  connections.refuseReserved(url);
  const span = beginSpan(`vendor ${operation}`, SpanKind.CLIENT, currentContext(), {});
  const began = performance.now();
  const socket = new WebSocket(url, {
    handshakeTimeout: handshakeMs,
    maxPayload: largestFrameBytes,
    followRedirects: false,
    perMessageDeflate: false,
    headers: headersOf(span),
    ...(connections.allowPrivate ? {} : { lookup: guardedLookup }),
  });
  let settled = false;
  const ended = (status: number | null, failure: string | null): void => {
    if (settled) return;
    settled = true;
    endSpan(span, {}, failure);
    observe({ operation, attempt: 1, status, ms: Math.round(performance.now() - began), failure });
  };
  socket.once('open', () => ended(101, null));
  socket.once('close', () => ended(null, causes.noConnection));
  return socket;
}
