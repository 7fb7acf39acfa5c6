import type { FastifyInstance } from 'fastify';
import type { Disturbances } from '../kit/disturbances.js';
import { refusal } from '../kit/refusal.js';
import { dropConnection } from '../kit/trouble.js';
import { accessToken } from './access-token.js';
import type { Enrolments } from './enrolments.js';
import { initializeBody } from './initialize-body.js';

interface InitializeParts {
  readonly enrolments: Enrolments;
  readonly disturbances: Disturbances;
  readonly url: () => string;
}

export function serveInitialize(
  api: FastifyInstance,
  { enrolments, disturbances, url }: InitializeParts,
): void {
  api.post('/api/v1/enrolment/initialize', async (request, reply) => {
    const asked = initializeBody.parse(request.body);
    const known = enrolments.get(asked.sessionId);
    if (known && disturbances.strikes('initialize_once', known.id)) {
      throw refusal(409, 'a session with this id exists');
    }
    const enrolment = known ?? enrolments.begin(asked);
    const reference = enrolments.newReferenceToken(enrolment);
    const token = await accessToken(enrolment.id);
    if (disturbances.strikes('lost_answer', enrolment.id)) return dropConnection(reply);
    return {
      accessToken: token,
      sessionId: enrolment.id,
      webEnrolmentUrl: `${url()}/web-enrolment/?token=${reference}`,
    };
  });
}
