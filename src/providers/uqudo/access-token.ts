import { failureOf, readBody } from '../kit/failures.js';
import type { UqudoContext } from './context.js';
import { accessToken as schema } from './wire.js';

const operation = 'token.create';
const memoryKey = 'access_token';

/** A token is renewed this much before it ends, and a short-lived one at half of its life. */
const earlyMs = 60_000;

/**
 * The account's access token: one for all calls, kept until shortly before it ends. With `refused` a
 * new one is fetched, unless another caller has already replaced the refused one.
 */
export async function accessToken(ctx: UqudoContext, refused?: string): Promise<string> {
  const kept = await ctx.memory.get(memoryKey, () => fetchToken(ctx));
  return kept === refused ? renewedToken(ctx) : kept;
}

/** Renewing is remembered too, for as long as it takes: callers refused at the same moment share one renewal. */
function renewedToken(ctx: UqudoContext): Promise<string> {
  return ctx.memory.get(`${memoryKey}.renewal`, async () => {
    ctx.memory.forget(memoryKey);
    return { value: await ctx.memory.get(memoryKey, () => fetchToken(ctx)), ttlMs: 1 };
  });
}

async function fetchToken(ctx: UqudoContext): Promise<{ value: string; ttlMs: number }> {
  const answer = await askForToken(ctx);
  if (answer.status !== 200) throw failureOf(operation, answer);
  const token = readBody(operation, schema, answer.json());
  const lifeMs = token.expires_in * 1000;
  return { value: token.access_token, ttlMs: Math.max(lifeMs - earlyMs, lifeMs / 2) };
}

/** A token made and lost harms nobody. */
function askForToken(ctx: UqudoContext) {
  const { clientId, clientSecret } = ctx.account.credentials;
  const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
  return ctx.http.send({
    operation,
    method: 'POST',
    url: new URL('/api/oauth/token', ctx.account.settings.authUrl).href,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form).toString(),
    harmlessToRepeat: true,
  });
}
