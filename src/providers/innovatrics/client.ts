import type { z } from 'zod';
import type { HttpAnswer, HttpCall, ProviderContext } from '../kit/context.js';
import { failureOf, readBody } from '../kit/failures.js';
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
const notAvailableYet: readonly number[] = [400, 404, 409];

export async function initialize(ctx: Context, enrolment: Enrolment): Promise<Initialized> {
  const operation = 'enrolment.initialize';
  const answer = await send(ctx, operation, '/api/v1/enrolment/initialize', enrolment);
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

async function readData<T>(
  ctx: Context,
  sessionId: string,
  part: string,
  schema: z.ZodType<T>,
): Promise<T | null> {
  const operation = `data.${part}`;
  const answer = await send(ctx, operation, `/api/v1/data/${encodeURIComponent(sessionId)}/${part}`);
  if (notAvailableYet.includes(answer.status)) return null;
  if (!isSuccess(answer)) throw failureOf(operation, answer);
  return readBody(operation, schema, answer.json());
}

function send(ctx: Context, operation: string, path: string, body?: object): Promise<HttpAnswer> {
  const { settings, credentials } = ctx.account;
  const call: HttpCall = {
    operation,
    method: body === undefined ? 'GET' : 'POST',
    url: new URL(path, settings.baseUrl).href,
    headers: { authorization: basic(credentials), accept: 'application/json' },
  };
  if (body === undefined) return ctx.http.send(call);
  return ctx.http.send({
    ...call,
    headers: { ...call.headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

/** UTF-8, and with padding: the vendor insists on it. */
function basic({ username, password }: Credentials): string {
  return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
}

function isSuccess({ status }: HttpAnswer): boolean {
  return status >= 200 && status < 300;
}
