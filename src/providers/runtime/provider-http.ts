import { Agent, request, type Dispatcher } from 'undici';
import type { HttpAnswer, HttpCall, ProviderHttp } from '../kit/context.js';
import { ProviderError } from '../kit/errors.js';
import { AddressRefusedError, guardedLookup, isReservedHost } from './address-guard.js';

const defaultTimeoutMs = 10_000;
const defaultMaxBytes = 1024 * 1024;
const connectTimeoutMs = 5_000;

/** The call certainly never reached the vendor. */
const neverSent = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRREFUSED',
  'UND_ERR_CONNECT_TIMEOUT',
]);
const safeToRepeat = new Set<HttpCall['method']>(['GET', 'PUT', 'DELETE']);

/** Connections to all vendors, shared by the whole process. */
export class VendorConnections {
  readonly dispatcher: Dispatcher;

  constructor(readonly allowPrivate: boolean) {
    this.dispatcher = new Agent({
      connections: 128,
      connect: { timeout: connectTimeoutMs, ...(allowPrivate ? {} : { lookup: guardedLookup }) },
    });
  }

  /** Throws for an address that the guard at name resolution would never see. */
  refuseReserved(url: string): void {
    if (!this.allowPrivate && isReservedHost(url)) throw new AddressRefusedError('reserved address');
  }

  close(): Promise<void> {
    return this.dispatcher.destroy();
  }
}

export type CallObserver = (call: {
  operation: string;
  status: number | null;
  ms: number;
  failure: string | null;
}) => void;

export function providerHttp(
  connections: VendorConnections,
  signal: AbortSignal,
  observe: CallObserver,
): ProviderHttp {
  return {
    async send(call) {
      const began = performance.now();
      const ms = () => Math.round(performance.now() - began);
      try {
        const answer = await exchange(connections, signal, call);
        observe({ operation: call.operation, status: answer.status, ms: ms(), failure: null });
        return answer;
      } catch (error) {
        const failure = meaningOf(error, call);
        observe({
          operation: call.operation,
          status: null,
          ms: ms(),
          failure: failure.details.cause ?? failure.failure,
        });
        throw failure;
      }
    },
  };
}

async function exchange(
  connections: VendorConnections,
  signal: AbortSignal,
  call: HttpCall,
): Promise<HttpAnswer> {
  connections.refuseReserved(call.url);
  const { statusCode, headers, body } = await request(call.url, {
    method: call.method,
    headers: { ...call.headers },
    body: call.body ?? null,
    dispatcher: connections.dispatcher,
    signal: AbortSignal.any([signal, AbortSignal.timeout(call.timeoutMs ?? defaultTimeoutMs)]),
  });
  const bytes = await readUpTo(body, call.maxBytes ?? defaultMaxBytes, call.operation);
  return {
    status: statusCode,
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]),
    ),
    bytes,
    text: () => bytes.toString('utf8'),
    json: () => {
      try {
        return JSON.parse(bytes.toString('utf8')) as unknown;
      } catch {
        throw new ProviderError('malformed', {
          operation: call.operation,
          status: statusCode,
          cause: 'not JSON',
        });
      }
    },
  };
}

async function readUpTo(body: AsyncIterable<Buffer>, maxBytes: number, operation: string): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of body) {
    length += part.length;
    if (length > maxBytes) throw new ProviderError('malformed', { operation, cause: 'answer too large' });
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function meaningOf(error: unknown, { operation, method }: HttpCall): ProviderError {
  if (error instanceof ProviderError) return error;
  const { name, code } = error as { name?: string; code?: string };
  const cause = name === 'TimeoutError' ? 'timeout' : name === 'AbortError' ? 'aborted' : 'connection lost';
  if (code !== undefined && neverSent.has(code)) {
    return new ProviderError('unavailable', {
      operation,
      cause: code === 'EADDRREFUSED' ? 'reserved address' : 'no connection',
    });
  }
  return new ProviderError(safeToRepeat.has(method) ? 'unavailable' : 'ambiguous', { operation, cause });
}
