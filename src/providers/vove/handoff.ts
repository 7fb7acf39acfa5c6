import { decodeJwt } from 'jose';
import { ProviderError } from '../kit/errors.js';
import { textOrNull } from '../kit/normalize/text.js';
import type { Started, StartRequest } from '../kit/start.js';
import { languages, type Flow, type Language, type Settings } from './definition.js';
import type { CreatedSession } from './wire.js';

/** Documented life of a token, for the case that it does not tell itself. */
const tokenLifeMs = 30 * 60_000;

/** `known` is the vendor session's id from before, for answers that name none. */
export function startedFrom(
  answer: CreatedSession,
  request: StartRequest<Flow>,
  settings: Settings,
  now: Date,
  known: string | null,
): Started {
  const token =
    textOrNull(answer.token) ?? textOrNull(answer.sessionToken) ?? textOrNull(answer.access_token);
  if (token === null)
    throw new ProviderError('malformed', { operation: 'session.create', cause: 'no token' });
  const claims = readClaims(token);
  const { publicKey, environment } = settings;
  return {
    // `id` last: of the three it is the one that could name something else than the session.
    vendorSessionId: textOrNull(answer.sessionId) ?? claims.sessionId ?? textOrNull(answer.id) ?? known,
    handoff: {
      kind: 'sdk',
      sdk: 'vove',
      token,
      publicKey: publicKey ?? null,
      environment,
      url: publicKey === undefined ? null : hostedLink(token, publicKey, request, settings),
      expiresAt: tokenExpiry(claims.expiryMs, now),
    },
    secrets: {},
  };
}

function hostedLink(
  token: string,
  publicKey: string,
  { flow, locale, returnUrl }: StartRequest<Flow>,
  { hostedUrl, environment }: Settings,
): string {
  const link = new URL('/', hostedUrl);
  const language = flow.language ?? languageFor(locale);
  link.search = new URLSearchParams({
    authToken: token,
    publicKey,
    environment,
    ...(language === undefined ? {} : { lg: language }),
    showUI: String(flow.showUI ?? true),
    ...(returnUrl === null ? {} : { redirectURL: returnUrl }),
  }).toString();
  return link.href;
}

/** The nearest language of the hosted page: the regional one, else the language alone. */
function languageFor(locale: string | null): Language | undefined {
  const wanted = locale?.toLowerCase() ?? '';
  return (
    languages.find((language) => language === wanted) ??
    languages.find((language) => language === wanted.split('-')[0])
  );
}

function tokenExpiry(toldMs: number | null, now: Date): Date {
  const told = new Date(toldMs ?? Number.NaN);
  return Number.isNaN(told.getTime()) ? new Date(now.getTime() + tokenLifeMs) : told;
}

/** Inferred: the token is a JWT. It is read unverified, and for these two things only. */
function readClaims(token: string): { sessionId: string | null; expiryMs: number | null } {
  try {
    const { sessionId, exp } = decodeJwt(token);
    return { sessionId: textOrNull(sessionId), expiryMs: typeof exp === 'number' ? exp * 1000 : null };
  } catch {
    return { sessionId: null, expiryMs: null };
  }
}
