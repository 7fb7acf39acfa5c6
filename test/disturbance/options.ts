import { randomInt } from 'node:crypto';

/** What `npm run test:disturbance -- …` was given. */
export const options = {
  seed: Number(process.env['DISTURBANCE_SEED'] || randomInt(1_000_000)),
  sessionsPerVendor: Number(process.env['DISTURBANCE_SESSIONS'] || 300),
  probability: 0.3,
  /** After so long whatever has not got to its end counts as hanging. */
  limitMs: 480_000,
} as const;

const began = performance.now();

/** How much of the run's time is left. */
export function leftMs(): number {
  return Math.max(0, options.limitMs - (performance.now() - began));
}

export function replayCommand(): string {
  const { seed, sessionsPerVendor } = options;
  return `npm run test:disturbance -- --seed ${seed} --sessions ${sessionsPerVendor}`;
}
