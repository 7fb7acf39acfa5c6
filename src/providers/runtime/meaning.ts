import type { HttpCall } from '../kit/context.js';
import { ProviderError } from '../kit/errors.js';

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
const idempotent: ReadonlySet<string> = new Set<HttpCall['method']>(['GET', 'PUT', 'DELETE']);

/** Words for what became of a call that brought no answer. */
export const causes = {
  timeout: 'timeout',
  aborted: 'aborted',
  lost: 'connection lost',
  noConnection: 'no connection',
  reserved: 'reserved address',
} as const;

/** Whether doing it twice is the same as doing it once. */
export function mayRepeat({ method, harmlessToRepeat }: HttpCall): boolean {
  return idempotent.has(method) || harmlessToRepeat === true;
}

/** Folds what the HTTP client throws into the few meanings. */
export function meaningOf(error: unknown, call: HttpCall): ProviderError {
  if (error instanceof ProviderError) return error;
  const { operation } = call;
  const { name, code = '' } = error as { name?: string; code?: string };
  if (neverSent.has(code)) {
    const cause = code === 'EADDRREFUSED' ? causes.reserved : causes.noConnection;
    return new ProviderError('unavailable', { operation, cause });
  }
  const cause = causeOf(name, code);
  return new ProviderError(mayRepeat(call) ? 'unavailable' : 'ambiguous', { operation, cause });
}

function causeOf(name: string | undefined, code: string): string {
  if (name === 'TimeoutError' || timeouts.has(code)) return causes.timeout;
  return name === 'AbortError' ? causes.aborted : causes.lost;
}
