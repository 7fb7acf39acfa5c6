import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { refusal } from '../../kit/refusal.js';
import type { Step } from '../asked-flow.js';
import { anotherFace, clearlyTampered, perhapsTampered, type Findings } from '../result/findings.js';
import type { Sessions, UqudoSession } from '../sessions.js';
import type { Phone } from './phone.js';
import { phonePage } from './phone-page.js';

const stepBody = z.strictObject({ verdict: z.enum(['pass', 'doubtful', 'fail']) });

/** uqudo tells nobody of a failed step: what failed shows in the result alone. */
const failed: Record<Step['service'], Partial<Findings>> = {
  SCAN: clearlyTampered,
  READ: { chipSignatureValid: false },
  FACE: anotherFace,
  BACKGROUND_CHECK: { backgroundMatch: true },
};

/** The app's own endpoints, invented: how the real app talks to uqudo is not public. The QR text opens them. */
export function servePhone(server: FastifyInstance, sessions: Sessions, phone: Phone): void {
  const held = (request: FastifyRequest): UqudoSession => {
    const session = sessions.live(request.headers.authorization ?? '');
    if (!session) throw refusal(404, 'This code is unknown or has expired.');
    return session;
  };

  server.get('/phone', (_request, reply) =>
    reply
      .type('text/html; charset=utf-8')
      .header(
        'content-security-policy',
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'",
      )
      .header('referrer-policy', 'no-referrer')
      .send(phonePage),
  );
  server.get('/phone/flow', (request) => {
    const session = held(request);
    session.opened = true;
    return progress(session);
  });
  server.post('/phone/step', (request) => {
    const { verdict } = stepBody.parse(request.body);
    const session = held(request);
    const step = session.steps[session.done];
    if (!step) throw refusal(409, 'All steps are done.');
    if (verdict === 'doubtful') session.findings = { ...session.findings, ...perhapsTampered };
    if (verdict === 'fail') session.findings = { ...session.findings, ...failed[step.service] };
    phone.advance(session);
    return progress(session);
  });
  server.post('/phone/finish', async (request) => {
    const session = held(request);
    if (session.finished) throw refusal(409, 'This flow is finished.');
    if (session.done < session.steps.length) throw refusal(409, 'There are steps left.');
    await phone.finish(session);
    return progress(session);
  });
}

function progress({ steps, done, finished }: UqudoSession) {
  return { steps, done, finished };
}
