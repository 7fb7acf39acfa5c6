import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Disturbances } from '../kit/disturbances.js';
import { dropConnection } from '../kit/trouble.js';
import type { SessionTokens } from './session-tokens.js';
import { active, type Users } from './users.js';

/** Unknown keys are tolerated. */
const sessionBody = z.object({
  refId: z.string().min(1).optional(),
  flowId: z.string().optional(),
  user: z.object({ firstName: z.string().optional(), lastName: z.string().optional() }).optional(),
  forceCreation: z.boolean().optional(),
});

const standardFlow = 'sandbox-identity';

interface SessionParts {
  readonly users: Users;
  readonly tokens: SessionTokens;
  readonly disturbances: Disturbances;
}

/** Makes a session, or gives the active one again with a fresh token. Both are a success to the caller. */
export function serveSessions(api: FastifyInstance, { users, tokens, disturbances }: SessionParts): void {
  api.post('/v2/sessions', async (request, reply) => {
    const { refId, flowId, user: names, forceCreation } = sessionBody.parse(request.body);
    const user = users.upsert(refId, names ?? {});
    const current = forceCreation ? undefined : active(user);
    const session = current ?? users.begin(user, flowId ?? standardFlow);
    session.updatedAt = new Date();

    const strikes = (name: string) => disturbances.strikes(name, session.id);
    const lifetime = strikes('token_lifetime')?.value;
    const token = await tokens.issue(session, lifetime === undefined ? undefined : Number(lifetime));
    if (strikes('lost_answer')) return dropConnection(reply);
    return reply.code(current ? 200 : 201).send({
      [String(strikes('token_field')?.value ?? 'token')]: token,
      refId: user.refId,
      ...(strikes('body_without_session_id') ? {} : { sessionId: session.id }),
    });
  });
}
