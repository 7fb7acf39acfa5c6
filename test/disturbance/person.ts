import { createHash } from 'node:crypto';
import type { Play } from '../../src/sandbox/kit/sandbox.js';
import { diceOf } from '../harness/dice.js';

type Verdict = 'approved' | 'declined';

/** How one person's verification goes, and what the app does beside it. All of it follows from the seed. */
export interface Person {
  readonly refId: string;
  readonly play: Play;
  /** Comes back for a fresh hand-off first. */
  readonly renews: boolean;
  /** The app asks for the same creation twice. */
  readonly repeats: boolean;
  /** Of a review: what the reviewer says, and whether before the gateway has seen that there is one. */
  readonly review: { readonly verdict: Verdict; readonly hasty: boolean };
  /** Of an abandoned one: the app cancels it, or lets it expire. */
  readonly cancels: boolean;
}

/** The shortest life that the contract allows. */
export const shortLifeSeconds = 60;

export function personOf(seed: number, vendor: string, ordinal: number, plays: readonly Play[]): Person {
  const roll = diceFor(`${seed}/${vendor}/${ordinal}`);
  const chance = (share: number): boolean => roll() < share;
  const play = plays[Math.floor(roll() * plays.length)] ?? 'approved';
  const cancels = chance(0.7);
  const shortLived = play === 'abandoned' && !cancels;
  return {
    refId: `person-${seed}-${vendor}-${ordinal}`,
    play,
    renews: chance(0.1) && !shortLived,
    repeats: chance(0.1),
    review: { verdict: chance(0.5) ? 'approved' : 'declined', hasty: chance(0.5) },
    cancels,
  };
}

/** Dice that are the same for the same text. */
export function diceFor(text: string): () => number {
  return diceOf(createHash('sha256').update(text).digest().readUInt32BE());
}
