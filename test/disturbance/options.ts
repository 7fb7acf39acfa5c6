import { randomInt } from 'node:crypto';

/** What `npm run test:disturbance -- …` was given. */
export const options = {
  seed: Number(process.env['DISTURBANCE_SEED'] || randomInt(1_000_000)),
  sessionsPerVendor: Number(process.env['DISTURBANCE_SESSIONS'] || 300),
  probability: 0.3,
} as const;

export function replayCommand(): string {
  const { seed, sessionsPerVendor } = options;
  return `npm run test:disturbance -- --seed ${seed} --sessions ${sessionsPerVendor}`;
}
