import { ProviderError } from '{{kit}}/errors.js';
import type { VerificationProvider } from '{{kit}}/provider.js';
import type { ProviderSessionRef } from '{{kit}}/start.js';
import { readCallback, verifyCallback } from './callback.js';
import {
  cancelVerification,
  createVerification,
  deleteVerification,
  openImage,
  readAccount,
  readResult,
  readStatus,
  renewLink,
} from './client.js';
import { definition, type Credentials, type Flow, type Settings } from './definition.js';
import { findingsOf, handoffOf, signalOf } from './mapping.js';

/** A method for which the vendor offers nothing is left out: the suite then says "not offered". */
export const {{id}}: VerificationProvider<Settings, Credentials, Flow> = {
  definition,

  async start(ctx, request) {
    const created = await createVerification(ctx, request);
    return { vendorSessionId: created.id, handoff: handoffOf(created), secrets: {} };
  },

  async renew(ctx, ref) {
    const id = vendorSessionId(ref);
    return { vendorSessionId: id, handoff: handoffOf(await renewLink(ctx, id)), secrets: {} };
  },

  async check(ctx, ref) {
    return [signalOf(await readStatus(ctx, vendorSessionId(ref)))];
  },

  async collect(ctx, ref) {
    const id = vendorSessionId(ref);
    const result = await readResult(ctx, id);
    if (result.id !== id) throw new ProviderError('untrusted', { operation: 'result.read', cause: 'other session' });
    return findingsOf(result);
  },

  cancel: (ctx, ref) => cancelVerification(ctx, vendorSessionId(ref)),

  openMedia: (ctx, ref, { name }) => openImage(ctx, vendorSessionId(ref), name),

  async erase(ctx, ref) {
    await deleteVerification(ctx, vendorSessionId(ref));
    return { outcome: 'confirmed' };
  },

  verifyCallback,
  readCallback,

  probe: (ctx) => readAccount(ctx),
};

function vendorSessionId({ vendorSessionId: id }: ProviderSessionRef<Flow>): string {
  if (id !== null) return id;
  throw new ProviderError('not_found', { operation: 'session', cause: 'the vendor never told its id' });
}
