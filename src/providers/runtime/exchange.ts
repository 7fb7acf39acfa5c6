import { pipeline, Transform, type Readable } from 'node:stream';
import { request, type Dispatcher } from 'undici';
import type { HttpAnswer, HttpCall, HttpStream } from '../kit/context.js';
import { ProviderError } from '../kit/errors.js';
import { meaningOf } from './meaning.js';
import type { TimeBudget } from './time-budget.js';
import type { VendorConnections } from './vendor-connections.js';

const defaultMaxBytes = 1024 * 1024;

/** Sends the call once and reads the answer whole. */
export async function wholeAnswer(
  connections: VendorConnections,
  call: HttpCall,
  { signal }: TimeBudget,
): Promise<HttpAnswer> {
  const { statusCode, headers, body } = await requestTo(connections, call, { signal });
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
export async function openAnswer(
  connections: VendorConnections,
  call: HttpCall,
  budget: TimeBudget,
): Promise<HttpStream> {
  const { statusCode, headers, body } = await requestTo(connections, call, {
    signal: budget.unwanted,
    // 0 would be no limit.
    headersTimeout: Math.max(budget.leftMs(), 1),
    bodyTimeout: budget.wholeMs,
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
  return new ProviderError('malformed', { operation, cause: 'answer too large' });
}
