import { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Disturbance } from '../kit/disturbances.js';
import type { Strikes } from './disturbances.js';
import { bearerOf, type AccessTokens } from './tokens.js';

interface FaultParts {
  readonly strikes: Strikes;
  readonly tokens: AccessTokens;
  /** Which session a call is about, where that can be told. */
  readonly sessionOf: (request: FastifyRequest) => string | undefined;
}

/** uqudo's calls live under this; the control API and the phone's page do not. */
export const vendorCalls = '/api/';

/** Beside what can go wrong with any vendor of the kit: a revoked token, and half an answer. */
export function spoilVendorCalls(server: FastifyInstance, { strikes, tokens, sessionOf }: FaultParts): void {
  const refusedBefore = new WeakSet<Disturbance>();

  server.addHook('onRequest', async (request, reply) => {
    if (!request.url.startsWith(vendorCalls)) return;
    const token = bearerOf(request);
    const refused = token === undefined ? undefined : strikes('unauthorized_once', sessionOf(request));
    if (!token || !refused || (refused.times === undefined && refusedBefore.has(refused))) return;
    refusedBefore.add(refused);
    tokens.revoke(token);
    return reply.code(401).send();
  });

  server.addHook('onSend', (request, reply, payload, done) => {
    const hasBody = (typeof payload === 'string' || Buffer.isBuffer(payload)) && payload.length > 0;
    const cut = hasBody && request.url.startsWith(vendorCalls) && strikes('half_body', sessionOf(request));
    done(null, cut ? halved(Buffer.from(payload), reply, cut.value === 'truncated') : payload);
  });
}

/** The beginning of the body, and then a broken connection, or a well-framed end. */
export function halved(body: Buffer, reply: FastifyReply, wellFramed: boolean): Buffer | Readable {
  const half = body.subarray(0, Math.floor(body.length / 2));
  if (wellFramed) {
    reply.removeHeader('content-length');
    return half;
  }
  reply.header('content-length', body.length);
  return Readable.from(brokenOff(half, reply));
}

/** Cut at the connection: a stream that fails would have the server try to answer with the error instead. */
async function* brokenOff(half: Buffer, reply: FastifyReply): AsyncGenerator<Buffer> {
  yield half;
  await nextTurn();
  reply.raw.destroy();
}
