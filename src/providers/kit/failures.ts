import type { z } from 'zod';
import type { HttpAnswer } from './context.js';
import { ProviderError } from './errors.js';

/** Vendors seldom document which status of success they answer with. */
export function isSuccess({ status }: Pick<HttpAnswer, 'status'>): boolean {
  return status >= 200 && status < 300;
}

/** The meaning of an unexpected HTTP status, judged by number alone. */
export function failureOf(operation: string, answer: Pick<HttpAnswer, 'status' | 'headers'>): ProviderError {
  const { status } = answer;
  if (status === 401 || status === 403) return new ProviderError('unauthorized', { operation, status });
  if (status === 404) return new ProviderError('not_found', { operation, status });
  if (status === 429 || status >= 500) {
    const retryAfterMs = retryAfterOf(answer);
    return new ProviderError(status === 429 ? 'throttled' : 'unavailable', {
      operation,
      status,
      ...(retryAfterMs === null ? {} : { retryAfterMs }),
    });
  }
  return new ProviderError('rejected', { operation, status });
}

/** Reads a vendor body through its schema; a mismatch names the first field's path, never its value. */
export function readBody<T>(operation: string, schema: z.ZodType<T>, body: unknown): T {
  const read = schema.safeParse(body);
  if (read.success) return read.data;
  const path = read.error.issues[0]?.path.map(String).join('.') ?? '';
  throw new ProviderError('malformed', {
    operation,
    cause: path ? `unexpected body at ${path}` : 'unexpected body',
  });
}

const longestRetryAfterMs = 3_600_000;

/** How long the vendor asks to be left alone, where it is overloaded (429) or out of service (503) and says so. */
export function retryAfterOf({ status, headers }: Pick<HttpAnswer, 'status' | 'headers'>): number | null {
  const header = headers['retry-after'];
  if (header === undefined || (status !== 429 && status !== 503)) return null;
  const seconds = /^\d{1,6}$/.test(header.trim()) ? Number(header) : Number.NaN;
  const ms = Number.isNaN(seconds) ? Date.parse(header) - Date.now() : seconds * 1000;
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), longestRetryAfterMs) : null;
}
