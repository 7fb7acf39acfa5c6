import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Strikes } from './disturbances.js';
import type { ResultShelf } from './result-shelf.js';
import type { SigningKeys } from './signing/keys.js';
import type { ResultSigner } from './signing/result-signer.js';
import { bearerGuard, type AccessTokens } from './tokens.js';
import { vendorError } from './vendor-error.js';
import { halved } from './vendor-faults.js';

interface InfoApiParts {
  readonly shelf: ResultShelf;
  readonly tokens: AccessTokens;
  readonly keys: SigningKeys;
  readonly signer: ResultSigner;
  readonly strikes: Strikes;
}

const isUuid = (text: unknown): text is string => z.guid().safeParse(text).success;

export function serveInfoApi(server: FastifyInstance, parts: InfoApiParts): void {
  const { shelf, tokens, keys, strikes } = parts;
  const guarded = { onRequest: bearerGuard(tokens) };

  server.get('/api/.well-known/jwks.json', () => keys.published());
  server.get('/api/v1/info', guarded, (request, reply) =>
    answerResult(request.headers['uq-session-id'], reply, parts),
  );
  server.get<{ Params: { sessionId: string } }>('/api/v1/info/:sessionId', guarded, (request, reply) =>
    answerResult(request.params.sessionId, reply, parts),
  );
  server.delete<{ Params: { sessionId: string } }>('/api/v1/info/:sessionId', guarded, (request, reply) => {
    shelf.discard(request.params.sessionId);
    // Observed: any id is answered so, known or not.
    return reply.code(204).send();
  });
  server.get<{ Params: { id: string } }>('/api/v1/info/img/:id', guarded, (request, reply) => {
    if (!isUuid(request.params.id)) return vendorError(reply, 'INVALID_INPUT', 'the image id is malformed');
    const image = shelf.image(request.params.id);
    if (!image) return reply.code(404).send();
    const session = shelf.owner(request.params.id)?.id;
    if (strikes('image_text', session)) return reply.type('image/jpeg').send('not a picture');
    const cut = strikes('image_cut', session) !== undefined;
    return reply.type('image/jpeg').send(cut ? halved(image, reply, false) : image);
  });
}

async function answerResult(
  sessionId: unknown,
  reply: FastifyReply,
  parts: InfoApiParts,
): Promise<FastifyReply> {
  if (!isUuid(sessionId)) return vendorError(reply, 'INVALID_SESSION', 'the session id is malformed');
  const found = parts.shelf.result(sessionId);
  if (!found || parts.strikes('result_delayed', found.session.id))
    return unavailable(reply, sessionId, parts);
  const jws = await parts.signer.signed(found.session, found.result);
  const quoted = parts.strikes('jws_quoted', found.session.id) !== undefined;
  return reply.type('application/jwt').send(quoted ? `"${jws}"\n` : jws);
}

/** Inferred: how uqudo answers for a session without a result is not documented. */
function unavailable(reply: FastifyReply, sessionId: string, { strikes }: InfoApiParts): FastifyReply {
  if (strikes('unavailable_as_404', sessionId.toLowerCase())) return reply.code(404).send();
  return vendorError(reply, 'SESSION_EXPIRED_OR_NOT_FOUND', 'no result for this session');
}
