import { pipeline, type Readable } from 'node:stream';
import parser, { type Token } from 'stream-json/parser.js';
import type { HttpCall, ProviderContext } from '../kit/context.js';
import { ProviderError } from '../kit/errors.js';
import { failureOf, isSuccess, readBody } from '../kit/failures.js';
import type { Credentials, Settings } from './definition.js';
import type { SessionRequest } from './session-request.js';
import { createdSession, user, type CreatedSession, type User } from './wire.js';

export type Context = ProviderContext<Settings, Credentials>;

/** Every picture of the person, in Base64. It is read as it arrives. */
const largestDocumentsBytes = 192 * 1024 * 1024;

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
  const answer = await ctx.http.send(userCall(ctx, operation, refId));
  if (answer.status === 404) return null;
  if (!isSuccess(answer)) throw failureOf(operation, answer);
  return readBody(operation, user, answer.json());
}

/** The person's documents with all their pictures, as the tokens of its JSON. */
export type Documents = Readable & AsyncIterable<Token>;

/** Null while the vendor knows nothing of the person. Whoever opens it reads it to its end or destroys it. */
export async function openDocuments(ctx: Context, refId: string): Promise<Documents | null> {
  const operation = 'user.documents';
  const answer = await ctx.http.open({
    ...userCall(ctx, operation, refId, '/documents'),
    maxBytes: largestDocumentsBytes,
    timeoutMs: 30_000,
  });
  if (!isSuccess(answer)) {
    answer.body.destroy();
    if (answer.status === 404) return null;
    throw failureOf(operation, answer);
  }
  const tokens = parser.asStream({ packValues: false, packKeys: true, streamKeys: false });
  // What goes wrong is told by the tokens.
  return pipeline(answer.body, tokens, () => undefined);
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

function userCall(ctx: Context, operation: string, refId: string, part = ''): HttpCall {
  const url = new URL(`/v2/users/${pathSegment(refId)}${part}`, ctx.account.settings.baseUrl).href;
  return { operation, method: 'GET', url, headers: headers(ctx) };
}

function headers(ctx: Context): Record<string, string> {
  return { 'x-api-key': ctx.account.credentials.apiKey, accept: 'application/json' };
}
