import { ProviderError } from '../kit/errors.js';
import type { VerificationProvider } from '../kit/provider.js';
import type { ProviderSignal } from '../kit/signal.js';
import type { Started, StartRequest } from '../kit/start.js';
import { accessToken } from './access-token.js';
import { UqudoClient } from './client.js';
import type { UqudoContext, UqudoSessionRef } from './context.js';
import type { UqudoCredentials } from './credentials.js';
import { definition, sessionLifetimeSeconds } from './definition.js';
import type { UqudoFlow } from './flow.js';
import { follow } from './follow.js';
import { findingsOf, resultStatus } from './mapping.js';
import { provenData } from './proof.js';
import { encodeSessionData, sessionData } from './session-data.js';
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
    const sessionId = sessionIdOf(ref, 'result.collect');
    const token = await new UqudoClient(ctx).result(sessionId);
    if (token === null) throw new ProviderError('not_ready', { operation: 'result.collect' });
    const data = await provenData(ctx, sessionId, token);
    const bounds = ctx.account.settings.policy;
    return findingsOf(data, { asked: sessionData(ref.request), bounds, now: ctx.now() });
  },

  cancel: (ctx, ref) => new UqudoClient(ctx).deleteSession(qrCodeTextOf(ref, 'session.delete')),

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

function sessionIdOf({ vendorSessionId }: UqudoSessionRef, operation: string): string {
  if (vendorSessionId === null)
    throw new ProviderError('rejected', { operation, cause: 'no_vendor_session_id' });
  return vendorSessionId;
}

function qrCodeTextOf({ secrets }: UqudoSessionRef, operation: string): string {
  const { qrCodeText } = secrets;
  if (qrCodeText === undefined) throw new ProviderError('rejected', { operation, cause: 'no_qr_code_text' });
  return qrCodeText;
}
