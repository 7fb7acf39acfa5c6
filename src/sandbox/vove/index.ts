import type { FastifyRequest } from 'fastify';
import { Courier } from '../kit/deliver.js';
import { Outbox } from '../kit/outbox.js';
import { refusal } from '../kit/refusal.js';
import type { Sandbox, SandboxOptions, SandboxSession, SandboxVendor } from '../kit/sandbox.js';
import { startSandboxServer, type SandboxParts } from '../kit/server.js';
import { troubleTheWire } from '../kit/trouble.js';
import { newAccount, requireApiKey } from './account.js';
import { voveDisturbances } from './disturbances.js';
import { serveHostedPage } from './hosted.js';
import { Notices } from './notices.js';
import { playSession, vovePlays } from './playing.js';
import { serveSessions } from './session-call.js';
import { sessionIdOf, SessionTokens } from './session-tokens.js';
import { serveUsers } from './user-calls.js';
import { newest, Users, view, type VoveSession } from './users.js';
import { Verifying } from './verifying.js';

/** The real schedule reaches over days; this one over seconds. */
const retryAfterMs = [200, 1000, 5000];

export function startVoveSandbox(options: SandboxOptions): Promise<Sandbox> {
  return startSandboxServer(options, voveDisturbances, build);
}

function build(parts: SandboxParts): SandboxVendor {
  const { server, disturbances, knobs } = parts;
  const account = newAccount();
  const users = new Users();
  const tokens = new SessionTokens();
  const outbox = new Outbox(new Courier(retryAfterMs), disturbances);
  const verifying = new Verifying(
    disturbances,
    new Notices(outbox, disturbances, knobs, account.webhookSecret),
  );

  troubleTheWire(server, { disturbances, under: '/v2/', sessionOf: (request) => sessionOf(users, request) });
  server.addHook('onClose', async () => outbox.clear());
  server.register((api, _options, done) => {
    api.addHook('onRequest', requireApiKey(account));
    serveSessions(api, { users, tokens, disturbances });
    serveUsers(api, { users, disturbances });
    done();
  });
  serveHostedPage(server, { account, users, tokens, verifying });

  const known = ({ id }: SandboxSession) => {
    const session = users.session(id);
    if (!session) throw refusal(404, 'no such session');
    return session;
  };
  return {
    vendor: 'vove',
    get account() {
      const { apiKey, webhookSecret, publicKey } = account;
      return {
        settings: { baseUrl: parts.url(), hostedUrl: parts.url(), environment: 'sandbox', publicKey },
        credentials: { apiKey, webhookSecret },
      };
    },
    plays: vovePlays,
    disturbances: voveDisturbances,
    sessions: () => users.allSessions().map(view),
    find: (text) => {
      const session = find(users, text);
      return session && view(session);
    },
    play: async (session, play, until) => playSession(verifying, known(session), play, until),
    resolve: async (session, outcome) => verifying.review(known(session), outcome === 'approved'),
    reset: () => {
      outbox.clear();
      users.clear();
    },
  };
}

/** By session id, refId, token, or the hosted link that carries the token. */
function find(users: Users, text: string): VoveSession | undefined {
  const user = users.byRef(text);
  const token = URL.canParse(text) ? (new URL(text).searchParams.get('authToken') ?? '') : text;
  return users.session(text) ?? (user && newest(user)) ?? users.session(sessionIdOf(token) ?? '');
}

/** Reads name the user in the address, creation in the body. */
function sessionOf(users: Users, { params, body }: FastifyRequest): string | undefined {
  const { refId } = { ...(body as object | undefined), ...(params as object | undefined) } as {
    refId?: unknown;
  };
  const user = typeof refId === 'string' ? users.byRef(refId) : undefined;
  return user && newest(user)?.id;
}
