import { randomUUID } from 'node:crypto';
import { ProviderError } from '../kit/errors.js';
import type { VerificationProvider } from '../kit/provider.js';
import type { ProviderSessionRef, Started, StartRequest } from '../kit/start.js';
import { readCallback, verifyCallback } from './callback.js';
import { createSession, pathSegment, readUser, type Context } from './client.js';
import { definition, type Credentials, type Flow, type Settings } from './definition.js';
import { startedFrom } from './handoff.js';
import { findingsOf } from './mapping.js';
import { isAbout } from './ownership.js';
import { sessionRequest } from './session-request.js';
import { outcomeOf, signalOf } from './status.js';
import type { User } from './wire.js';

/** Neither cancelling nor deleting is documented, so there is neither here. */
export const vove: VerificationProvider<Settings, Credentials, Flow> = {
  definition,

  /** A repeat does not force: the session that the lost answer told of is then given back. */
  start(ctx, request) {
    return open(ctx, request, request.forceCreation && !request.repeated, null);
  },

  renew(ctx, ref) {
    return open(ctx, ref.request, false, ref.vendorSessionId);
  },

  async check(ctx, ref) {
    const user = await readOwn(ctx, ref);
    return user === null ? [] : [signalOf(user.status)];
  },

  async collect(ctx, ref) {
    const user = await readOwn(ctx, ref);
    const outcome = user === null ? null : outcomeOf(user.status);
    if (user === null || outcome === null) {
      throw new ProviderError('not_ready', { operation: 'user.read', cause: 'no verdict yet' });
    }
    return findingsOf(user, outcome);
  },

  async verifyCallback(ctx, request) {
    return verifyCallback(ctx, request);
  },

  async readCallback(_ctx, request) {
    return readCallback(request);
  },

  /** Asks for a person whom nobody knows: credentials come before the look-up. */
  async probe(ctx) {
    await readUser(ctx, randomUUID());
  },
};

async function open(
  ctx: Context,
  request: StartRequest<Flow>,
  forceCreation: boolean,
  known: string | null,
): Promise<Started> {
  // Before the vendor makes a session whose result could not be asked for.
  pathSegment(request.refId);
  const answer = await createSession(ctx, sessionRequest(request, forceCreation));
  return startedFrom(answer, request, ctx.account.settings, ctx.now(), known);
}

/** What the vendor says of the person, if it is about this session. */
async function readOwn(ctx: Context, ref: ProviderSessionRef<Flow>): Promise<User | null> {
  const user = await readUser(ctx, ref.request.refId);
  return user !== null && isAbout(user, ref) ? user : null;
}
