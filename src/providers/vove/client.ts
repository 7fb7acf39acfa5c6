import type { HttpAnswer, ProviderContext } from '../kit/context.js';
import { ProviderError } from '../kit/errors.js';
import { failureOf, readBody } from '../kit/failures.js';
import type { Credentials, Settings } from './definition.js';
import type { SessionRequest } from './session-request.js';
import { createdSession, user, type CreatedSession, type User } from './wire.js';

export type Context = ProviderContext<Settings, Credentials>;

/** Makes a session, or gives back and extends the person's active one. */
export async function createSession(ctx: Context, body: SessionRequest): Promise<CreatedSession> {
  const operation = 'session.create';
  const answer = await ctx.http.send({
    operation,
    method: 'POST',
    url: new URL('/v2/sessions', ctx.account.settings.baseUrl).href,
    headers: { ...headers(ctx), 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!isSuccess(answer)) throw failureOf(operation, answer);
  return readBody(operation, createdSession, answer.json());
}

/** What the vendor knows of the person; null while it knows nothing. */
export async function readUser(ctx: Context, refId: string): Promise<User | null> {
  const operation = 'user.read';
  const answer = await ctx.http.send({
    operation,
    method: 'GET',
    url: new URL(`/v2/users/${pathSegment(refId)}`, ctx.account.settings.baseUrl).href,
    headers: headers(ctx),
  });
  if (answer.status === 404) return null;
  if (!isSuccess(answer)) throw failureOf(operation, answer);
  return readBody(operation, user, answer.json());
}

/**
 * The app chooses the refId. The three that cannot be asked for by path would lead to another resource
 * of the vendor, as URLs resolve dots even when they are encoded.
 */
export function pathSegment(refId: string): string {
  if (['', '.', '..'].includes(refId) || !refId.isWellFormed()) {
    throw new ProviderError('rejected', { operation: 'user.read', cause: 'refId cannot stand in a path' });
  }
  return encodeURIComponent(refId);
}

function headers(ctx: Context): Record<string, string> {
  return { 'x-api-key': ctx.account.credentials.apiKey, accept: 'application/json' };
}

function isSuccess({ status }: HttpAnswer): boolean {
  return status >= 200 && status < 300;
}
