import type { FastifyRequest } from 'fastify';
import { Courier } from '{{sandboxKit}}/deliver.js';
import { Outbox } from '{{sandboxKit}}/outbox.js';
import { refusal } from '{{sandboxKit}}/refusal.js';
import type { Sandbox, SandboxOptions, SandboxSession, SandboxVendor } from '{{sandboxKit}}/sandbox.js';
import { startSandboxServer, type SandboxParts } from '{{sandboxKit}}/server.js';
import { troubleTheWire } from '{{sandboxKit}}/trouble.js';
import { newAccount, requireApiKey } from './account.js';
import { serveApi } from './api.js';
import { {{id}}Disturbances } from './disturbances.js';
import { serveHostedPage } from './hosted-page.js';
import { Notices } from './notices.js';
import { Verifications, view } from './verifications.js';
import { {{id}}Plays, Verifying } from './verifying.js';

export function start{{Name}}Sandbox(options: SandboxOptions): Promise<Sandbox> {
  return startSandboxServer(options, {{id}}Disturbances, build);
}

function build(parts: SandboxParts): SandboxVendor {
  const { server, disturbances, knobs } = parts;
  const account = newAccount();
  const verifications = new Verifications();
  const outbox = new Outbox(new Courier([200, 1000]), disturbances);
  const verifying = new Verifying(new Notices(outbox, disturbances, knobs, account.webhookSecret));

  troubleTheWire(server, { disturbances, under: '/v1/', sessionOf });
  server.addHook('onClose', async () => outbox.clear());
  server.register((api, _options, done) => {
    api.addHook('onRequest', requireApiKey(account));
    serveApi(api, { verifications, verifying, disturbances, url: () => parts.url() });
    done();
  });
  serveHostedPage(server, { verifications, verifying });

  const known = ({ id }: SandboxSession) => {
    const verification = verifications.get(id);
    if (!verification) throw refusal(404, 'no such verification');
    return verification;
  };
  return {
    vendor: '{{id}}',
    get account() {
      return { settings: { baseUrl: parts.url() }, credentials: { ...account } };
    },
    plays: {{id}}Plays,
    disturbances: {{id}}Disturbances,
    sessions: () => verifications.all().map(view),
    find: (text) => {
      const verification = verifications.find(text);
      return verification && view(verification);
    },
    play: async (session, play, until) => verifying.play(known(session), play, until),
    resolve: async (session, outcome) => verifying.review(known(session), outcome),
    reset: () => {
      outbox.clear();
      verifications.clear();
    },
  };
}

/** In the address of all calls but the one that creates. */
function sessionOf({ params }: FastifyRequest): string | undefined {
  const { id } = params as { id?: unknown };
  return typeof id === 'string' ? id : undefined;
}
