import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Disturbances } from '{{sandboxKit}}/disturbances.js';
import { refusal } from '{{sandboxKit}}/refusal.js';
import { dropConnection } from '{{sandboxKit}}/trouble.js';
import { imageNames, imageOf, resultOf } from './result.js';
import { isDecided, type Verification, type Verifications } from './verifications.js';
import type { Verifying } from './verifying.js';

/** Unknown keys are tolerated. */
const asked = z.object({ reference: z.string().min(1), returnUrl: z.url().optional() });

const linkLifeMs = 60 * 60_000;

interface ApiParts {
  readonly verifications: Verifications;
  readonly verifying: Verifying;
  readonly disturbances: Disturbances;
  readonly url: () => string;
}

interface OfVerification {
  Params: { id: string; name: string };
}

export function serveApi(
  api: FastifyInstance,
  { verifications, verifying, disturbances, url }: ApiParts,
): void {
  const known = (id: string): Verification => {
    const verification = verifications.get(id);
    if (!verification) throw refusal(404, 'no such verification');
    return verification;
  };
  const decided = (id: string): Verification => {
    const verification = known(id);
    if (isDecided(verification) && !disturbances.strikes('result_late', id)) return verification;
    throw refusal(409, 'no result yet');
  };
  const link = (verification: Verification) => ({
    url: `${url()}/verify?token=${verifications.newLink(verification)}`,
    expiresAt: new Date(Date.now() + linkLifeMs).toISOString(),
  });

  api.get('/v1/account', () => ({ name: 'Sandbox' }));
  api.post('/v1/verifications', (request, reply) => {
    const key = request.headers['idempotency-key'];
    const verification = verifications.begin(key?.toString(), asked.parse(request.body));
    if (disturbances.strikes('lost_answer', verification.id)) return dropConnection(reply);
    return reply.code(201).send({ id: verification.id, ...link(verification) });
  });
  api.get<OfVerification>('/v1/verifications/:id', ({ params }) => {
    const { id, status } = known(params.id);
    const unknown = disturbances.strikes('unknown_status', id);
    return { id, status: unknown ? (unknown.value ?? 'paused') : status };
  });
  api.post<OfVerification>('/v1/verifications/:id/link', ({ params }) => link(known(params.id)));
  api.post<OfVerification>('/v1/verifications/:id/cancel', ({ params }, reply) => {
    verifying.cancel(known(params.id));
    return reply.code(204).send();
  });
  api.get<OfVerification>('/v1/verifications/:id/result', ({ params }) => {
    const verification = decided(params.id);
    const others = disturbances.strikes('others_result', params.id);
    const told = { expired: disturbances.strikes('expired_document', params.id) !== undefined };
    return resultOf(others ? { ...verification, id: 'ver_of_somebody_else' } : verification, told);
  });
  api.get<OfVerification>('/v1/verifications/:id/images/:name', ({ params }, reply) => {
    const verification = decided(params.id);
    if (!imageNames.includes(params.name) || disturbances.strikes('image_missing', params.id)) {
      throw refusal(404, 'no such image');
    }
    return reply.type('image/jpeg').send(imageOf(verification, params.name));
  });
  api.delete<OfVerification>('/v1/verifications/:id', ({ params }, reply) => {
    if (!verifications.erase(params.id)) throw refusal(404, 'no such verification');
    return reply.code(204).send();
  });
}
