import { pipeline, Transform, type Readable } from 'node:stream';
import { Agent, request, type Dispatcher } from 'undici';
import type { HttpAnswer, HttpCall, HttpStream, ProviderHttp } from '../kit/context.js';
import { answerTooLarge, ProviderError } from '../kit/errors.js';
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
const timeouts = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);
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
  /** Makes the call, tells of it, and gives every failure one of the few meanings. */
  const observed = async <A extends { status: number }>(
    call: HttpCall,
    exchange: () => Promise<A>,
  ): Promise<A> => {
    const { operation } = call;
    const began = performance.now();
    const ms = () => Math.round(performance.now() - began);
    try {
      const answer = await exchange();
      observe({ operation, status: answer.status, ms: ms(), failure: null });
      return answer;
    } catch (error) {
      const failure = meaningOf(error, call);
      observe({ operation, status: null, ms: ms(), failure: failure.details.cause ?? failure.failure });
      throw failure;
    }
  };
  return {
    send: (call) => observed(call, () => wholeAnswer(connections, signal, call)),
    open: (call) => observed(call, () => openAnswer(connections, signal, call)),
  };
}

async function wholeAnswer(
  connections: VendorConnections,
  signal: AbortSignal,
  call: HttpCall,
): Promise<HttpAnswer> {
  const limit = AbortSignal.timeout(call.timeoutMs ?? defaultTimeoutMs);
  const { statusCode, headers, body } = await requestTo(connections, call, {
    signal: AbortSignal.any([signal, limit]),
  });
  const bytes = await readUpTo(body, call.maxBytes ?? defaultMaxBytes, call.operation);
  return {
    status: statusCode,
    headers: headersOf(headers),
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

/** No limit on the whole, for a large answer takes its time: only on each silence. */
async function openAnswer(
  connections: VendorConnections,
  signal: AbortSignal,
  call: HttpCall,
): Promise<HttpStream> {
  const silence = call.timeoutMs ?? defaultTimeoutMs;
  const { statusCode, headers, body } = await requestTo(connections, call, {
    signal,
    headersTimeout: silence,
    bodyTimeout: silence,
  });
  return { status: statusCode, headers: headersOf(headers), body: limited(body, call) };
}

function requestTo(
  connections: VendorConnections,
  call: HttpCall,
  limits: Pick<Dispatcher.RequestOptions, 'signal' | 'headersTimeout' | 'bodyTimeout'>,
): Promise<Dispatcher.ResponseData> {
  connections.refuseReserved(call.url);
  return request(call.url, {
    method: call.method,
    headers: { ...call.headers },
    body: call.body ?? null,
    dispatcher: connections.dispatcher,
    ...limits,
  });
}

function headersOf(headers: Dispatcher.ResponseData['headers']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]),
  );
}

/** The body, ended by an error that has a meaning when it breaks off or grows too large. */
function limited(body: Readable, call: HttpCall): Readable {
  const maxBytes = call.maxBytes ?? defaultMaxBytes;
  let length = 0;
  const counting = new Transform({
    transform(part: Buffer, _encoding, done) {
      length += part.length;
      done(length > maxBytes ? tooLarge(call.operation) : null, part);
    },
    destroy(error, done) {
      done(error === null ? null : meaningOf(error, call));
    },
  });
  return pipeline(body, counting, () => undefined);
}

async function readUpTo(body: AsyncIterable<Buffer>, maxBytes: number, operation: string): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of body) {
    length += part.length;
    if (length > maxBytes) throw tooLarge(operation);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function tooLarge(operation: string): ProviderError {
  return new ProviderError('malformed', { operation, cause: answerTooLarge });
}

function meaningOf(error: unknown, { operation, method }: HttpCall): ProviderError {
  if (error instanceof ProviderError) return error;
  const { name, code } = error as { name?: string; code?: string };
  const cause =
    name === 'TimeoutError' || timeouts.has(code ?? '')
      ? 'timeout'
      : name === 'AbortError'
        ? 'aborted'
        : 'connection lost';
  if (code !== undefined && neverSent.has(code)) {
    return new ProviderError('unavailable', {
      operation,
      cause: code === 'EADDRREFUSED' ? 'reserved address' : 'no connection',
    });
  }
  return new ProviderError(safeToRepeat.has(method) ? 'unavailable' : 'ambiguous', { operation, cause });
}
