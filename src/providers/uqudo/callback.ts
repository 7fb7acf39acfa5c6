import { createHash } from 'node:crypto';
import { decodeJwt } from 'jose';
import { z } from 'zod';
import type { CallbackNotice, CallbackRequest, VerifiedCallback } from '../kit/callback.js';
import { ProviderError } from '../kit/errors.js';
import { sameSecret } from '../kit/same-secret.js';
import type { UqudoContext } from './context.js';
import type { UqudoCredentials } from './credentials.js';
import { decrypted } from './encryption.js';
import { resultStatus } from './mapping.js';
import { provenResult } from './proof.js';
import { refusal } from './refusal.js';
import { callbackBody, compactToken } from './wire.js';

const text = new TextDecoder('utf-8', { fatal: true });
const subject = z.looseObject({ jti: z.string().min(1) });

/**
 * The result inside is the proof, since uqudo does not sign the webhook itself. The account's own
 * authorization, where it is set up, is asked first: who lacks it makes the gateway fetch nothing.
 */
export async function verifyCallback(ctx: UqudoContext, request: CallbackRequest): Promise<VerifiedCallback> {
  if (!authorized(request.headers, ctx.account.credentials)) {
    throw refusal('bad_credentials', 'callback.verify');
  }
  const token = tokenIn(request.body);
  if (token === null) throw refusal('unreadable', 'callback.verify');
  const { signedText } = await provenResult(ctx, token);
  return { deliveryId: createHash('sha256').update(signedText).digest('hex') };
}

export async function readCallback(ctx: UqudoContext, request: CallbackRequest): Promise<CallbackNotice> {
  const token = tokenIn(request.body);
  const vendorSessionId = token === null ? null : await sessionIn(ctx, token);
  if (vendorSessionId === null) {
    throw new ProviderError('malformed', { operation: 'callback.read', cause: 'no_session' });
  }
  return { about: { vendorSessionId }, vendorStatus: resultStatus, kind: 'news' };
}

/** With nothing set up anybody passes to the proof. With both set up either will do, so that one can take the other's place. */
function authorized(headers: CallbackRequest['headers'], credentials: UqudoCredentials): boolean {
  const { callbackUser, callbackPassword, callbackHeader, callbackHeaderValue } = credentials;
  const basic = callbackUser !== undefined && callbackPassword !== undefined;
  const header = callbackHeader !== undefined && callbackHeaderValue !== undefined;
  if (!basic && !header) return true;
  const byBasic =
    basic && sameSecret(basicPair(headers.authorization), `${callbackUser}:${callbackPassword}`);
  const byHeader = header && sameSecret(headers[callbackHeader.toLowerCase()] ?? '', callbackHeaderValue);
  return byBasic || byHeader;
}

function basicPair(authorization = ''): string {
  const encoded = /^basic +([A-Za-z0-9+/]+={0,2})$/i.exec(authorization)?.[1] ?? '';
  return Buffer.from(encoded, 'base64').toString('utf8');
}

function tokenIn(body: Uint8Array): string | null {
  try {
    return compactToken(callbackBody.parse(JSON.parse(text.decode(body))).jwsResult);
  } catch {
    return null;
  }
}

/** Whose result it is, without proving it again: by now it may have expired. */
async function sessionIn(ctx: UqudoContext, token: string): Promise<string | null> {
  const signed = await decrypted(token, ctx.account.credentials.decryptionKey);
  try {
    return subject.parse(decodeJwt(signed)).jti;
  } catch {
    return null;
  }
}
