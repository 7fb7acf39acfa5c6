import { findings as normalized } from '../../../src/providers/kit/testing/findings.js';
import { expect } from '@jest/globals';
import type { ProviderSignal } from '../../../src/providers/kit/signal.js';
import type { Play } from '../../../src/sandbox/kit/sandbox.js';
import type { PlayedCheck } from './check.js';
import { expectFailure } from './expect-failure.js';
import { isEnd } from './session-checks.js';
import { begin, contextFor } from './vendor-under-test.js';

const decided = ['approved', 'declined', 'review'] as const satisfies readonly Play[];
const ended = ['cancelled', 'expired'] as const satisfies readonly Play[];

export const outcomeChecks: readonly PlayedCheck[] = [
  ...decided.map((play): PlayedCheck => ({
    name: `a verification that is ${play} concludes, and its result says so in our words`,
    play,
    run: async (vendor) => {
      const { started, ref } = await begin(vendor);
      const ctx = contextFor(vendor);
      await vendor.standIn.play(started.handoff, play);
      expect((await vendor.provider.check(ctx, ref)).map(kindOf)).toContain('concluded');
      const findings = await vendor.provider.collect(ctx, ref);
      expect(normalized.parse(findings)).toEqual(findings);
      expect(findings.verdict.outcome).toBe(play);
      expect(findings.verdict.decidedBy).toBe(vendor.provider.definition.capabilities.verdict);
      expect(await vendor.provider.collect(ctx, ref)).toEqual(findings);
    },
  })),
  ...ended.map((play): PlayedCheck => ({
    name: `a verification that is ${play} says so, and has no result`,
    play,
    run: async (vendor) => {
      const { started, ref } = await begin(vendor);
      const ctx = contextFor(vendor);
      await vendor.standIn.play(started.handoff, play);
      expect((await vendor.provider.check(ctx, ref)).map(kindOf)).toContain(play);
      await expectFailure(vendor.provider.collect(ctx, ref), 'not_ready', 'not_found');
    },
  })),
  {
    name: 'a person who goes away in the middle ends nothing',
    play: 'abandoned',
    run: async (vendor) => {
      const { started, ref } = await begin(vendor);
      const ctx = contextFor(vendor);
      await vendor.standIn.play(started.handoff, 'abandoned');
      expect((await vendor.provider.check(ctx, ref)).filter(isEnd)).toEqual([]);
      await expectFailure(vendor.provider.collect(ctx, ref), 'not_ready');
    },
  },
  {
    name: 'a review that the vendor concludes brings the final verdict, where it concludes reviews',
    play: 'review',
    run: async (vendor) => {
      for (const outcome of ['approved', 'declined'] as const) {
        const { started, ref } = await begin(vendor);
        await vendor.standIn.play(started.handoff, 'review');
        const resolved = await vendor.standIn.resolve(started.handoff, outcome);
        const findings = await vendor.provider.collect(contextFor(vendor), ref);
        expect(normalized.parse(findings).verdict.outcome).toBe(resolved ? outcome : 'review');
      }
    },
  },
];

function kindOf(signal: ProviderSignal): string {
  return signal.kind === 'status' ? signal.status : signal.kind;
}
