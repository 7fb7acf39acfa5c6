import type { FastifyRequest } from 'fastify';
import { Courier } from '../kit/deliver.js';
import { Outbox } from '../kit/outbox.js';
import { refusal } from '../kit/refusal.js';
import type { Sandbox, SandboxOptions, SandboxSession, SandboxVendor } from '../kit/sandbox.js';
import { startSandboxServer, type SandboxParts } from '../kit/server.js';
import { troubleTheWire } from '../kit/trouble.js';
import { newApiUser, requireBasicAuth } from './basic-auth.js';
import { serveData } from './data-calls.js';
import { innovatricsDisturbances } from './disturbances.js';
import { Enrolling } from './enrolling.js';
import { Enrolments, view } from './enrolments.js';
import { serveImages } from './image-calls.js';
import { serveInitialize } from './initialize-call.js';
import { Notices } from './notices.js';
import { innovatricsPlays, playEnrolment } from './playing.js';
import { serveWebEnrolment } from './web-enrolment.js';

export function startInnovatricsSandbox(options: SandboxOptions): Promise<Sandbox> {
  return startSandboxServer(options, innovatricsDisturbances, build);
}

function build(parts: SandboxParts): SandboxVendor {
  const { server, disturbances, knobs } = parts;
  const user = newApiUser();
  const enrolments = new Enrolments();
  // Whether this vendor sends a failed notice again is not known: the poorer assumption.
  const outbox = new Outbox(new Courier(), disturbances);
  const enrolling = new Enrolling(disturbances, new Notices(outbox, disturbances, knobs, user.password));

  troubleTheWire(server, { disturbances, under: '/api/', sessionOf });
  server.addHook('onClose', async () => outbox.clear());
  server.register((api, _options, done) => {
    api.addHook('onRequest', requireBasicAuth(user));
    serveInitialize(api, { enrolments, disturbances, url: () => parts.url() });
    serveData(api, { enrolments, enrolling, disturbances });
    serveImages(api, { enrolments, disturbances });
    done();
  });
  serveWebEnrolment(server, { enrolments, enrolling });

  const enrolmentOf = ({ id }: SandboxSession) => {
    const enrolment = enrolments.get(id);
    if (!enrolment) throw refusal(404, 'no such session');
    return enrolment;
  };
  return {
    vendor: 'innovatrics',
    get account() {
      return { settings: { baseUrl: parts.url() }, credentials: { ...user } };
    },
    plays: innovatricsPlays,
    disturbances: innovatricsDisturbances,
    sessions: () => enrolments.all().map(view),
    find: (idOrHandoff) => {
      const enrolment = enrolments.find(idOrHandoff);
      return enrolment && view(enrolment);
    },
    play: async (session, play, until) => playEnrolment(enrolling, enrolmentOf(session), play, until),
    resolve: async (session, outcome) => enrolling.review(enrolmentOf(session), outcome === 'approved'),
    reset: () => {
      outbox.clear();
      enrolments.clear();
    },
  };
}

/** In the address of the data calls, in the body of initialize. */
function sessionOf({ params, body }: FastifyRequest): string | undefined {
  const { sessionId } = { ...(body as object | undefined), ...(params as object | undefined) } as {
    sessionId?: unknown;
  };
  return typeof sessionId === 'string' ? sessionId : undefined;
}
