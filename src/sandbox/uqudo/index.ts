import type { FastifyRequest } from 'fastify';
import { refusal } from '../kit/refusal.js';
import type { Sandbox, SandboxOptions, SandboxVendor } from '../kit/sandbox.js';
import { startSandboxServer, type SandboxParts } from '../kit/server.js';
import { troubleTheWire } from '../kit/trouble.js';
import { clientConfiguration, openAccount } from './account.js';
import { strikesOf, uqudoDisturbances } from './disturbances.js';
import { serveInfoApi } from './info-api.js';
import { servePhone } from './phone/phone-api.js';
import { Phone } from './phone/phone.js';
import { Player } from './player.js';
import { ResultShelf } from './result-shelf.js';
import { serveSessionApi } from './session-api.js';
import { SessionSocket } from './session-socket.js';
import { Sessions, type UqudoSession } from './sessions.js';
import { SigningKeys } from './signing/keys.js';
import { ResultSigner } from './signing/result-signer.js';
import { serveTokenApi } from './token-api.js';
import { AccessTokens } from './tokens.js';
import { spoilVendorCalls, vendorCalls } from './vendor-faults.js';
import { secretIn, statusOf, uqudoPlays, type UqudoSessionView } from './vendor.js';
import { Webhook } from './webhook.js';

/** A stand-in for uqudo's four hosts, on one port. */
export function startUqudoSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  return startSandboxServer(options, uqudoDisturbances, (parts) => buildUqudo(parts, options));
}

async function buildUqudo(parts: SandboxParts, { webhookRetryMs }: SandboxOptions): Promise<SandboxVendor> {
  const { server, disturbances, knobs } = parts;
  const url = () => parts.url();
  const strikes = strikesOf(disturbances);
  const [account, keys] = await Promise.all([openAccount(), SigningKeys.create()]);
  const tokens = new AccessTokens(strikes);
  const sessions = new Sessions(strikes);
  const shelf = new ResultShelf(sessions, strikes);
  const socket = new SessionSocket(sessions, strikes);
  const signer = new ResultSigner(account, keys, sessions, strikes);
  const webhook = new Webhook(account, knobs, strikes, webhookRetryMs);
  const phone = new Phone(socket, shelf, signer, webhook, strikes);
  const player = new Player(sessions, phone);

  const sessionOf = sessionFinder(sessions, shelf);
  spoilVendorCalls(server, { strikes, tokens, sessionOf });
  troubleTheWire(server, { disturbances, under: vendorCalls, sessionOf });
  serveTokenApi(server, account, tokens);
  serveSessionApi(server, {
    sessions,
    tokens,
    socket,
    strikes,
    linkTo: (qr) => `${url()}/phone?qr=${encodeURIComponent(qr)}`,
  });
  serveInfoApi(server, { shelf, tokens, keys, signer, strikes });
  servePhone(server, sessions, phone);
  socket.serve(server);
  server.addHook('onClose', (_server, done) => {
    webhook.clear();
    done();
  });

  const view = (session: UqudoSession): UqudoSessionView => ({
    id: session.id,
    status: statusOf(session, sessions.isOver(session)),
    createdAt: new Date(session.createdAt).toISOString(),
    listeners: socket.listenersOf(session),
  });
  const find = (handoff: string) => sessions.withId(handoff) ?? sessions.withSecret(secretIn(handoff));

  return {
    vendor: 'uqudo',
    get account() {
      return clientConfiguration(account, url());
    },
    plays: uqudoPlays,
    disturbances: uqudoDisturbances,
    sessions: () => sessions.all().map(view),
    find: (handoff) => {
      const session = find(handoff);
      return session && view(session);
    },
    play: async ({ id }, play, until) => {
      const session = find(id);
      if (session) await player.play(session, play, until);
    },
    resolve: () => Promise.reject(refusal(422, 'uqudo has no manual review')),
    reset: () => {
      for (const part of [tokens, sessions, shelf, socket, webhook]) part.clear();
    },
  };
}

/** Tells which session a vendor call is about, from its path or headers. */
function sessionFinder(sessions: Sessions, shelf: ResultShelf) {
  return ({ params, headers }: FastifyRequest): string | undefined => {
    const { sessionId, qrCodeText, id } = params as Readonly<Record<string, string | undefined>>;
    if (id !== undefined) return shelf.owner(id)?.id;
    if (qrCodeText !== undefined) return sessions.withSecret(qrCodeText)?.id;
    const named = sessionId ?? headers['uq-session-id'];
    if (typeof named === 'string') return sessions.withId(named)?.id;
    return sessions.withSecret(headers.authorization ?? '')?.id;
  };
}
