import { randomUUID } from 'node:crypto';
import { ProviderError } from '../kit/errors.js';
import type { VerificationProvider } from '../kit/provider.js';
import type { Started, StartRequest } from '../kit/start.js';
import { readCallback, verifyCallback } from './callback.js';
import {
  eraseData,
  initialize,
  readDecision,
  readDocument,
  readFace,
  readImages,
  readStatus,
  type Context,
} from './client.js';
import { definition, type Credentials, type Flow, type Settings } from './definition.js';
import { enrolmentOf } from './enrolment.js';
import { handoffOf } from './handoff.js';
import { openImage } from './image.js';
import { findingsOf } from './mapping.js';
import { ResultParts, settledAll } from './result-parts.js';
import { allSessionIds, vendorSessionId, withFormer } from './session-ids.js';
import { outcomeOf, signalOf } from './status.js';

/** No `cancel`: the vendor can only delete a session with all its data, and cancelling is not erasing. */
export const innovatrics: VerificationProvider<Settings, Credentials, Flow> = {
  definition,

  start(ctx, request) {
    return request.repeated ? openAgain(ctx, request, request.startId) : open(ctx, request, request.startId);
  },

  renew(ctx, ref) {
    return openAgain(ctx, ref.request, vendorSessionId(ref), ref.secrets);
  },

  async check(ctx, ref) {
    const word = await readStatus(ctx, vendorSessionId(ref));
    return word === null ? [] : [signalOf(word)];
  },

  async collect(ctx, ref) {
    const id = vendorSessionId(ref);
    // First of all: once the status is final, the results that are read after it are.
    const vendorStatus = await readStatus(ctx, id);
    const outcome = vendorStatus === null ? null : outcomeOf(vendorStatus);
    if (vendorStatus === null || outcome === null) throw notReady('no verdict yet');
    const parts = new ResultParts(ctx, `${id}/${vendorStatus}`);
    const [decision, document, face, images] = await settledAll([
      parts.once('decision', () => readDecision(ctx, id)),
      parts.once('document', () => readDocument(ctx, id)),
      parts.once('face', () => readFace(ctx, id)),
      parts.once('images', () => readImages(ctx, id)),
    ]);
    if (decision === null) throw notReady('no decision yet');
    // A decline stands without a document; anything else would be about nobody.
    if (document === null && outcome !== 'declined') throw notReady('no document yet');
    parts.forget();
    return findingsOf({ vendorStatus, outcome, decision, document, face, images });
  },

  async openMedia(ctx, ref, { name }) {
    return { content: await openImage(ctx, vendorSessionId(ref), name) };
  },

  async erase(ctx, ref) {
    for (const id of allSessionIds(ref)) await eraseData(ctx, id);
    return { outcome: 'confirmed' };
  },

  async verifyCallback(ctx, request) {
    return verifyCallback(ctx, request);
  },

  async readCallback(_ctx, request) {
    return readCallback(request);
  },

  /** Asks for a session that nobody has: credentials come before the look-up. */
  async probe(ctx) {
    await readStatus(ctx, randomUUID());
  },
};

async function open(
  ctx: Context,
  request: StartRequest<Flow>,
  id: string,
  secrets: Started['secrets'] = {},
): Promise<Started> {
  const { settings } = ctx.account;
  const answer = await initialize(ctx, enrolmentOf(id, request, settings));
  if (answer.sessionId.toLowerCase() !== id.toLowerCase()) {
    throw new ProviderError('malformed', { operation: 'enrolment.initialize', cause: 'other session' });
  }
  return { vendorSessionId: id, handoff: handoffOf(answer, request, settings, ctx.now()), secrets };
}

/**
 * Asks for the same session once more. Whether the vendor allows that is not documented, so a refusal
 * leads to a new session, unless the old one has its verdict: that must not be left behind.
 */
async function openAgain(
  ctx: Context,
  request: StartRequest<Flow>,
  id: string,
  secrets: Started['secrets'] = {},
): Promise<Started> {
  try {
    return await open(ctx, request, id, secrets);
  } catch (error) {
    if (!(error instanceof ProviderError) || error.failure !== 'rejected') throw error;
    const word = await readStatus(ctx, id);
    if (word !== null && outcomeOf(word) !== null) throw error;
    return open(ctx, request, randomUUID(), withFormer(secrets, id));
  }
}

function notReady(cause: string): ProviderError {
  return new ProviderError('not_ready', { operation: 'data.collect', cause });
}
