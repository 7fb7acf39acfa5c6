import type { Handoff } from '../../src/providers/kit/start.js';
import type { KnownDisturbances } from '../../src/sandbox/kit/disturbances.js';
import type { Play, Sandbox, SandboxSession, Stage } from '../../src/sandbox/kit/sandbox.js';
import { startLetterbox, type ReceivedLetter } from '../../src/sandbox/kit/testing/letterbox.js';
import { controlOf, type ActiveDisturbance } from '../harness/sandboxes.js';
import type { Vendor } from './vendors.js';

/** A stand-in, and what it lets a test do beside speaking its vendor's protocol. */
export interface Played {
  readonly sandbox: Sandbox;
  readonly plays: readonly Play[];
  readonly disturbances: KnownDisturbances;
  play(handoff: Handoff, play: Play, until?: Stage): Promise<SandboxSession>;
  /** See `controlOf`. */
  listenedTo(handoff: Handoff): Promise<unknown>;
  /** False where the vendor has no manual review that could be ended. */
  resolve(handoff: Handoff, outcome: 'approved' | 'declined'): Promise<boolean>;
  /** @param times by default more often than any adapter asks again */
  disturb(name: string, handoff: Handoff, times?: number): Promise<SwitchedOn>;
  /** All webhooks so far, of all sessions. */
  letters(): Promise<ReceivedLetter[]>;
  close(): Promise<void>;
}

/** A disturbance at work on one session. */
export interface SwitchedOn {
  struck(): Promise<boolean>;
}

export async function openPlayed(startSandbox: Vendor['startSandbox']): Promise<Played> {
  const letterbox = await startLetterbox();
  const sandbox = await startSandbox({ callbackUrl: letterbox.url });
  const control = controlOf(sandbox);
  return {
    ...(await control.about()),
    sandbox,
    play: (handoff, play, until) => control.play(handoff, play, until),
    listenedTo: (handoff) => control.listenedTo(handoff),
    resolve: (handoff, outcome) =>
      control.resolve(handoff, outcome).then(
        () => true,
        () => false,
      ),
    disturb: async (name, handoff, times = 100) => {
      const { active } = await control.disturb({ name, times }, handoff);
      const { session } = active.at(-1);
      const isIt = (rule: ActiveDisturbance) => rule.name === name && rule.session === session;
      return {
        struck: async () => (await control.disturbances()).some((rule) => isIt(rule) && rule.left !== times),
      };
    },
    letters: () => letterbox.received(0),
    close: async () => {
      await sandbox.close();
      await letterbox.close();
    },
  };
}
