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

/** A result that is proven to be uqudo's, and for this account. */
export interface ProvenResult {
  readonly sessionId: string;
  readonly data: unknown;
  /** What the signature is over: the same text for the same result, however it is encrypted or encoded around it. */
  readonly signedText: string;
}

/** Everything but a genuine result for this account is refused as `untrusted`: nothing else proves anything. */
export async function provenResult(ctx: UqudoContext, token: string): Promise<ProvenResult> {
  const signed = await decrypted(token, ctx.account.credentials.decryptionKey);
  const key = await verificationKey(ctx, keyIdOf(signed));
  const { iss, aud, jti, exp, data } = readClaims(await verifiedPayload(signed, key));
  const { settings, credentials } = ctx.account;
  if (iss !== settings.issuer) throw refusal('wrong_issuer');
  if (aud !== credentials.clientId) throw refusal('wrong_audience');
  if (typeof jti !== 'string' || jti === '') throw refusal('no_session');
  // How long a result holds differs between accounts; that it says so is required.
  if (typeof exp !== 'number') throw refusal('no_expiry');
  if (exp * 1000 <= ctx.now().getTime()) throw refusal('expired');
  return { sessionId: jti, data, signedText: signed.slice(0, signed.lastIndexOf('.')) };
}

/**
 * The `data` of a proven result of this session.
 *
 * That a session's result counts only once is the gateway's part: `jti` is the vendor session's id,
 * and that id belongs to one attempt.
 */
export async function provenData(ctx: UqudoContext, sessionId: string, token: string): Promise<unknown> {
  const proven = await provenResult(ctx, token);
  if (proven.sessionId !== sessionId) throw refusal('wrong_session');
  return proven.data;
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
