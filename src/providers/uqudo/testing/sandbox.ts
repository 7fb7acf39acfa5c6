import { startUqudoSandbox } from '../../../sandbox/uqudo/index.js';
import { controlOf } from '../../../sandbox/kit/testing/control.js';
import type { SandboxOptions } from '../../../sandbox/kit/sandbox.js';
import type { UqudoSessionRef } from '../context.js';
import { uqudo } from '../provider.js';
import { contextOf, refTo, requestFor } from './context.js';

/** A whole uqudo, with an account at it. */
export async function sandboxAccount(options: SandboxOptions = {}) {
  const sandbox = await startUqudoSandbox(options);
  const { disturb, play, reset } = controlOf(sandbox);
  const ctx = contextOf(sandbox.account);

  async function begin(flow: unknown = {}): Promise<UqudoSessionRef> {
    const request = requestFor(flow);
    return refTo(await uqudo.start(ctx, request), request);
  }
  return {
    sandbox,
    ctx,
    begin,
    /** For this one session. */
    disturb: (ref: UqudoSessionRef, name: string, rule: Record<string, unknown> = {}) =>
      disturb(name, { session: ref.vendorSessionId, ...rule }),
    play: (ref: UqudoSessionRef, outcome: string, until?: string) =>
      play(String(ref.vendorSessionId), outcome, until),
    reset,
    async close(): Promise<void> {
      await ctx.close();
      await sandbox.close();
    },
  };
}
