import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { dropConnection } from '../kit/trouble.js';
import type { Strikes } from './disturbances.js';
import type { SessionSocket } from './session-socket.js';
import type { Sessions, UqudoSession } from './sessions.js';
import { bearerGuard, type AccessTokens } from './tokens.js';
import { vendorError } from './vendor-error.js';

const createBody = z.object({ data: z.string() });

interface SessionApiParts {
  readonly sessions: Sessions;
  readonly tokens: AccessTokens;
  readonly socket: SessionSocket;
  readonly strikes: Strikes;
  /** Where the dynamic link leads: the page that plays the phone. */
  readonly linkTo: (qrCodeText: string) => string;
}

export function serveSessionApi(server: FastifyInstance, parts: SessionApiParts): void {
  const { sessions, tokens, socket, strikes, linkTo } = parts;

  server.post('/api/v1/session', { onRequest: bearerGuard(tokens) }, (request, reply) => {
    const body = createBody.safeParse(request.body);
    if (!body.success) return vendorError(reply, 'INVALID_INPUT', 'data is expected');
    const { id, qrCodeText } = sessions.create(body.data.data);
    if (strikes('lost_answer', id)) return dropConnection(reply);
    // Whether it is 200 or 201 is not documented.
    return reply
      .code(strikes('session_created_201') ? 201 : 200)
      .send({ sessionId: id, qrCodeText, qrCodeTextWithDynamicLink: linkTo(qrCodeText) });
  });

  // The answers for an unknown text are not documented; these are the likely ones.
  server.get('/api/v1/session', (request, reply) => {
    const session = sessions.live(request.headers.authorization ?? '');
    return session ? openOn(session, reply) : reply.code(401).send();
  });
  server.get<{ Params: { qrCodeText: string } }>('/api/v1/session/:qrCodeText', (request, reply) => {
    const session = sessions.live(request.params.qrCodeText);
    return session ? openOn(session, reply) : reply.code(404).send();
  });
  server.delete<{ Params: { qrCodeText: string } }>('/api/v1/session/:qrCodeText', (request, reply) => {
    const session = sessions.live(request.params.qrCodeText);
    if (!session) return reply.code(404).send();
    session.deleted = true;
    socket.hangUp(session);
    return reply.code(204).send();
  });
}

/** The phone fetches its session. */
function openOn(session: UqudoSession, reply: FastifyReply): FastifyReply {
  session.opened = true;
  return reply.send({ sessionId: session.id, token: session.token, data: session.data });
}
