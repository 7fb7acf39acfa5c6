import { createHmac } from 'node:crypto';
import type { CallbackNotice, CallbackRequest, VerifiedCallback } from '../kit/callback.js';
import { ProviderError } from '../kit/errors.js';
import { readBody } from '../kit/failures.js';
import { jsonIn } from '../kit/json-in.js';
import { sameSecret } from '../kit/same-secret.js';
import { vendorWord } from '../kit/vendor-word.js';
import type { Context } from './client.js';
import { userNotice } from './wire.js';

const operation = 'callback';

/** Documented: older or younger notices are refused, so that one that was seen cannot be sent again later. */
const toleranceSeconds = 300;

/** The background checks' own words. They share the endpoint and are no verdict. */
const backgroundWords: readonly string[] = ['NO_MATCH', 'IN_REVIEW', 'CLEARED', 'REJECTED'];

/**
 * The Standard Webhooks scheme, as Svix sends it. Verified here and not by a library, because what is signed
 * are bytes and the time is the gateway's: the scheme's own package takes text and the machine's clock.
 */
export function verifyCallback(ctx: Context, { headers, body }: CallbackRequest): VerifiedCallback {
  const { webhookSecret } = ctx.account.credentials;
  if (webhookSecret === undefined) throw untrusted('unconfigured');
  const { id, timestamp, signatures } = envelopeIn(headers);
  if (Math.abs(ctx.now().getTime() / 1000 - Number(timestamp)) > toleranceSeconds) throw untrusted('stale');
  const key = Buffer.from(webhookSecret.replace(/^whsec_/, ''), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64');
  // Several while the vendor's secret is being changed: one of them is under ours.
  if (!signatures.some((each) => sameSecret(each, `v1,${signature}`))) throw untrusted('signature');
  return { deliveryId: id };
}

export function readCallback({ body }: CallbackRequest): CallbackNotice {
  const { refId, status } = readBody(operation, userNotice, jsonIn(body));
  if (backgroundWords.includes(status)) {
    return { about: { refId }, vendorStatus: `aml:${status}`, kind: 'remark' };
  }
  return { about: { refId }, vendorStatus: vendorWord(status), kind: 'news' };
}

/** A full stop parts what is signed, so it cannot stand in a part. */
function envelopeIn(headers: CallbackRequest['headers']) {
  for (const prefix of ['svix', 'webhook']) {
    const [id = '', timestamp = '', signature = ''] = ['id', 'timestamp', 'signature'].map(
      (name) => headers[`${prefix}-${name}`],
    );
    if (/^[\w-]{1,128}$/.test(id) && /^[1-9]\d{0,11}$/.test(timestamp)) {
      return { id, timestamp, signatures: signature.split(' ') };
    }
  }
  throw untrusted('headers');
}

function untrusted(cause: string): ProviderError {
  return new ProviderError('untrusted', { operation, cause });
}
