import { compactVerify, decodeProtectedHeader, type CryptoKey } from 'jose';
import { z } from 'zod';
import type { UqudoContext } from './context.js';
import { decrypted } from './encryption.js';
import { verificationKey } from './keys.js';
import { refusal } from './refusal.js';

const text = new TextDecoder('utf-8', { fatal: true });
const claim = z.unknown().optional();
const claimsSchema = z.looseObject({ iss: claim, aud: claim, jti: claim, exp: claim, data: claim });
type Claims = z.output<typeof claimsSchema>;

/**
 * The `data` of a result that is proven to be uqudo's, for this account and of this session. Everything
 * else is refused as `untrusted`: the HTTP answer, the socket and the webhook prove nothing by themselves.
 *
 * That a session's result counts only once is the gateway's part: `jti` is the vendor session's id,
 * and that id belongs to one attempt.
 */
export async function provenData(ctx: UqudoContext, sessionId: string, token: string): Promise<unknown> {
  const signed = await decrypted(token, ctx.account.credentials.decryptionKey);
  const key = await verificationKey(ctx, keyIdOf(signed));
  const claims = readClaims(await verifiedPayload(signed, key));
  const { settings, credentials } = ctx.account;
  if (claims.iss !== settings.issuer) throw refusal('wrong_issuer');
  if (claims.aud !== credentials.clientId) throw refusal('wrong_audience');
  if (claims.jti !== sessionId) throw refusal('wrong_session');
  // How long a result holds differs between accounts; that it says so is required.
  if (typeof claims.exp !== 'number') throw refusal('no_expiry');
  if (claims.exp * 1000 <= ctx.now().getTime()) throw refusal('expired');
  return claims.data;
}

function keyIdOf(signed: string): string {
  const header = headerOf(signed);
  // Only the one documented algorithm: `none` and HMAC over the public key are the classic forgeries.
  if (header.alg !== 'RS256') throw refusal('wrong_algorithm');
  if (typeof header.kid !== 'string') throw refusal('unknown_key');
  return header.kid;
}

function headerOf(signed: string) {
  try {
    return decodeProtectedHeader(signed);
  } catch {
    throw refusal('unreadable');
  }
}

async function verifiedPayload(signed: string, key: CryptoKey): Promise<Uint8Array> {
  try {
    return (await compactVerify(signed, key, { algorithms: ['RS256'] })).payload;
  } catch {
    throw refusal('bad_signature');
  }
}

function readClaims(payload: Uint8Array): Claims {
  try {
    return claimsSchema.parse(JSON.parse(text.decode(payload)));
  } catch {
    throw refusal('unreadable');
  }
}
