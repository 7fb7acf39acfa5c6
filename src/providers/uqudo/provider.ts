import { ProviderError } from '../kit/errors.js';
import type { VerificationProvider } from '../kit/provider.js';
import type { ProviderSignal } from '../kit/signal.js';
import type { Started, StartRequest } from '../kit/start.js';
import { accessToken } from './access-token.js';
import { readCallback, verifyCallback } from './callback.js';
import { UqudoClient } from './client.js';
import type { UqudoContext, UqudoSessionRef } from './context.js';
import type { UqudoCredentials } from './credentials.js';
import { definition, sessionLifetimeSeconds } from './definition.js';
import { erase } from './erase.js';
import type { UqudoFlow } from './flow.js';
import { follow } from './follow.js';
import { findingsOf, resultStatus } from './mapping.js';
import { openMedia } from './open-media.js';
import { fetchedResult } from './result.js';
import { encodeSessionData, sessionData } from './session-data.js';
import { qrCodeTextOf, sessionIdOf } from './session-ref.js';
import type { UqudoSettings } from './settings.js';

export const uqudo: VerificationProvider<UqudoSettings, UqudoCredentials, UqudoFlow> = {
  definition,

  /** A repeat makes another session: uqudo chooses the id, and a lost session dies unseen after half an hour. */
  start: (ctx, request) => makeSession(ctx, request),

  async renew(ctx, ref) {
    const started = await makeSession(ctx, ref.request);
    await forget(ctx, ref);
    return started;
  },

  follow: (ctx, ref) =>
    follow(ctx, {
      qrCodeText: qrCodeTextOf(ref, 'session.follow'),
      startedAt: ref.startedAt,
      check: () => check(ctx, ref),
    }),

  check,

  async collect(ctx, ref) {
    const result = await fetchedResult(ctx, ref);
    if (result === null) throw new ProviderError('not_ready', { operation: 'result.collect' });
    const bounds = ctx.account.settings.policy;
    return findingsOf(result.data, { asked: sessionData(ref.request), bounds, now: ctx.now() });
  },

  cancel: (ctx, ref) => new UqudoClient(ctx).deleteSession(qrCodeTextOf(ref, 'session.delete')),

  openMedia,
  erase,
  verifyCallback,
  readCallback,

  async probe(ctx) {
    await accessToken(ctx);
  },
};

async function makeSession(ctx: UqudoContext, request: StartRequest<UqudoFlow>): Promise<Started> {
  const { readerApp } = ctx.account.settings;
  const expiresAt = new Date(ctx.now().getTime() + sessionLifetimeSeconds * 1000);
  const made = await new UqudoClient(ctx).createSession(encodeSessionData(sessionData(request), readerApp));
  const link = made.qrCodeTextWithDynamicLink;
  return {
    vendorSessionId: made.sessionId,
    handoff: { kind: 'qr', text: readerApp === 'uqudo' ? link : made.qrCodeText, deepLink: link, expiresAt },
    secrets: { qrCodeText: made.qrCodeText },
  };
}

async function check(ctx: UqudoContext, ref: UqudoSessionRef): Promise<ProviderSignal[]> {
  const result = await new UqudoClient(ctx).result(sessionIdOf(ref, 'info.get'));
  return result === null ? [] : [{ kind: 'concluded', vendorStatus: resultStatus }];
}

/** The former QR goes; that it could not be told now must not cost the person the new one. */
async function forget(ctx: UqudoContext, ref: UqudoSessionRef): Promise<void> {
  try {
    await new UqudoClient(ctx).deleteSession(qrCodeTextOf(ref, 'session.delete'));
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
  }
}
