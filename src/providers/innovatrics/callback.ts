import { createHash, createHmac } from 'node:crypto';
import type { CallbackNotice, CallbackRequest, VerifiedCallback } from '../kit/callback.js';
import { ProviderError } from '../kit/errors.js';
import { readBody } from '../kit/failures.js';
import { jsonIn } from '../kit/json-in.js';
import { sameSecret } from '../kit/same-secret.js';
import { vendorWord } from '../kit/vendor-word.js';
import type { Context } from './client.js';
import { statusNotice } from './wire.js';

const operation = 'callback';

/**
 * `X-Signature` is Base64 of HMAC-SHA256 over the body, under the API password. Neither a time nor an id is
 * signed, so whoever has seen a notice can send it again for ever: it counts once for each word of a session.
 */
export function verifyCallback(ctx: Context, { headers, body }: CallbackRequest): VerifiedCallback {
  const { password } = ctx.account.credentials;
  const signature = createHmac('sha256', password).update(body).digest('base64');
  if (!sameSecret(headers['x-signature'] ?? '', signature)) {
    throw new ProviderError('untrusted', { operation, cause: 'signature' });
  }
  return { deliveryId: deliveryId(body) };
}

/** The vendor does not promise to write the id as we did; ours is in lower case. */
export function readCallback({ body }: CallbackRequest): CallbackNotice {
  const { sessionId, status } = readBody(operation, statusNotice, jsonIn(body));
  return {
    about: { vendorSessionId: sessionId.toLowerCase() },
    vendorStatus: vendorWord(status),
    kind: 'news',
  };
}

/** A body that tells no session and no word can only be told by its bytes. */
function deliveryId(body: Uint8Array): string {
  const notice = statusNotice.safeParse(jsonIn(body));
  const told = notice.success ? `${notice.data.sessionId.toLowerCase()} ${notice.data.status}` : body;
  return createHash('sha256').update(told).digest('hex');
}
