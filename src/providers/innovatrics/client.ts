import type { z } from 'zod';
import type { HttpCall, HttpStream, ProviderContext } from '../kit/context.js';
import { failureOf, isSuccess, readBody } from '../kit/failures.js';
import type { Credentials, Settings } from './definition.js';
import type { Enrolment } from './enrolment.js';
import {
  decisionResults,
  documentResult,
  faceResult,
  imageList,
  initialized,
  sessionStatus,
  type DecisionResults,
  type DocumentResult,
  type FaceResult,
  type ImageList,
  type Initialized,
} from './wire.js';

export type Context = ProviderContext<Settings, Credentials>;

/** The vendor does not document how it answers for an unknown or unfinished session. */
export const notAvailableYet: readonly number[] = [400, 404, 409];

const largestImageBytes = 24 * 1024 * 1024;

export async function initialize(ctx: Context, enrolment: Enrolment): Promise<Initialized> {
  const operation = 'enrolment.initialize';
  const call = callTo(ctx, operation, 'POST', '/api/v1/enrolment/initialize');
  const answer = await ctx.http.send({
    ...call,
    headers: { ...call.headers, 'content-type': 'application/json' },
    body: JSON.stringify(enrolment),
  });
  if (!isSuccess(answer)) throw failureOf(operation, answer);
  return readBody(operation, initialized, answer.json());
}

/** The vendor's status word; null while it has none. */
export async function readStatus(ctx: Context, sessionId: string): Promise<string | null> {
  const body = await readData(ctx, sessionId, 'status', sessionStatus);
  return body?.status ?? null;
}

export function readDecision(ctx: Context, sessionId: string): Promise<DecisionResults | null> {
  return readData(ctx, sessionId, 'decision/results', decisionResults);
}

export function readDocument(ctx: Context, sessionId: string): Promise<DocumentResult | null> {
  return readData(ctx, sessionId, 'document/result', documentResult);
}

export function readFace(ctx: Context, sessionId: string): Promise<FaceResult | null> {
  return readData(ctx, sessionId, 'face/result', faceResult);
}

export function readImages(ctx: Context, sessionId: string): Promise<ImageList | null> {
  return readData(ctx, sessionId, 'images', imageList);
}

/** Opens the answer at this address of a session's data, whatever it is. */
export function openData(ctx: Context, sessionId: string, path: string): Promise<HttpStream> {
  return ctx.http.open({
    ...callTo(ctx, 'data.image', 'GET', dataPath(sessionId, path)),
    maxBytes: largestImageBytes,
    timeoutMs: 30_000,
  });
}

/** Erases the session with all that it holds, at once and for good. One that is not there is erased. */
export async function eraseData(ctx: Context, sessionId: string): Promise<void> {
  const operation = 'data.erase';
  const answer = await ctx.http.send(callTo(ctx, operation, 'DELETE', dataPath(sessionId)));
  if (!isSuccess(answer) && answer.status !== 404) throw failureOf(operation, answer);
}

async function readData<T>(
  ctx: Context,
  sessionId: string,
  part: string,
  schema: z.ZodType<T>,
): Promise<T | null> {
  const operation = `data.${part}`;
  const answer = await ctx.http.send(callTo(ctx, operation, 'GET', dataPath(sessionId, part)));
  if (notAvailableYet.includes(answer.status)) return null;
  if (!isSuccess(answer)) throw failureOf(operation, answer);
  return readBody(operation, schema, answer.json());
}

function dataPath(sessionId: string, part = ''): string {
  return `/api/v1/data/${encodeURIComponent(sessionId)}${part && `/${part}`}`;
}

function callTo(ctx: Context, operation: string, method: HttpCall['method'], path: string): HttpCall {
  const { settings, credentials } = ctx.account;
  const url = new URL(path, settings.baseUrl).href;
  return {
    operation,
    method,
    url,
    headers: { authorization: basic(credentials), accept: 'application/json' },
  };
}

/** UTF-8, and with padding: the vendor insists on it. */
function basic({ username, password }: Credentials): string {
  return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
}
