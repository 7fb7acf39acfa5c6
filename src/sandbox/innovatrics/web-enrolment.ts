import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { refusal } from '../kit/refusal.js';
import type { Enrolling } from './enrolling.js';
import { isUndecided, type Enrolment, type Enrolments } from './enrolments.js';
import { enrolmentPage, gonePage } from './web-enrolment-page.js';

const query = z.object({ token: z.string().default(''), lang: z.string().default('en-US') });
const act = z.strictObject({
  token: z.string(),
  action: z.enum(['high', 'medium', 'medium_approved', 'medium_declined', 'low', 'approve', 'decline']),
});

interface WebEnrolmentParts {
  readonly enrolments: Enrolments;
  readonly enrolling: Enrolling;
}

/** Where the person is sent: opening it starts the enrolment, its buttons play it. */
export function serveWebEnrolment(
  server: FastifyInstance,
  { enrolments, enrolling }: WebEnrolmentParts,
): void {
  for (const path of ['/web-enrolment', '/web-enrolment/']) {
    server.get(path, (request, reply) => {
      const { token, lang } = query.parse(request.query);
      const enrolment = enrolments.find(token);
      if (!enrolment || enrolment.status === 'EXPIRED') {
        return reply.code(404).type('text/html').send(gonePage(lang));
      }
      enrolling.open(enrolment);
      return reply.type('text/html').send(enrolmentPage({ token, lang, enrolment }));
    });
  }
  server.post('/web-enrolment/act', (request) => {
    const { token, action } = act.parse(request.body);
    const enrolment = enrolments.find(token);
    if (!enrolment) throw refusal(404, 'no such enrolment');
    if (isUndecided(enrolment)) enrolling.capture(enrolment);
    actions[action](enrolling, enrolment);
    // The person lands there whatever the verdict: the way back says nothing of it.
    return { returnUrl: enrolment.asked.returnUrl };
  });
}

const actions: Record<z.infer<typeof act>['action'], (enrolling: Enrolling, enrolment: Enrolment) => void> = {
  high: (enrolling, enrolment) => enrolling.assess(enrolment, 'HIGH'),
  medium: (enrolling, enrolment) => enrolling.assess(enrolment, 'MEDIUM'),
  medium_approved: (enrolling, enrolment) => {
    enrolling.assess(enrolment, 'MEDIUM');
    enrolling.review(enrolment, true);
  },
  medium_declined: (enrolling, enrolment) => {
    enrolling.assess(enrolment, 'MEDIUM');
    enrolling.review(enrolment, false);
  },
  low: (enrolling, enrolment) => enrolling.assess(enrolment, 'LOW'),
  approve: (enrolling, enrolment) => enrolling.review(enrolment, true),
  decline: (enrolling, enrolment) => enrolling.review(enrolment, false),
};
