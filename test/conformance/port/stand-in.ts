import type { SandboxAccount } from '../../../src/sandbox/kit/sandbox.js';
import { openPlayed, type Played } from '../played.js';
import type { Vendor } from '../vendors.js';

export interface StandIn extends Played {
  /** The vendor with another account: its credentials and its webhooks are not ours. */
  readonly others: Played;
  /** Settings that lead to where nobody answers. */
  readonly deadSettings: SandboxAccount['settings'];
}

export async function openStandIn({ startSandbox }: Pick<Vendor, 'startSandbox'>): Promise<StandIn> {
  const [own, others, dead] = await Promise.all([
    openPlayed(startSandbox),
    openPlayed(startSandbox),
    startSandbox({}),
  ]);
  const deadSettings = dead.account.settings;
  await dead.close();
  const close = async () => {
    await Promise.all([own.close(), others.close()]);
  };
  return { ...own, others, deadSettings, close };
}
