import { expect } from '@jest/globals';
import type { Handoff } from '../../../src/providers/kit/start.js';
import type { ProviderSignal } from '../../../src/providers/kit/signal.js';
import type { PlayedCheck, PortCheck } from './check.js';
import { expectFailure } from './expect-failure.js';
import { begin, contextFor, refOf, requestFor, type VendorUnderTest } from './vendor-under-test.js';

/** What a session does before anybody has come. Harmless at a real vendor. */
export const sessionChecks: readonly PortCheck[] = [
  {
    name: 'a start hands the person over as declared, for a time that is still to come',
    run: async (vendor) => {
      const { started } = await begin(vendor);
      expectHandoff(vendor, started.handoff);
    },
  },
  {
    name: "the vendor's session id may stand in logs: nothing that opens the session is part of it",
    run: async (vendor) => {
      const { started } = await begin(vendor);
      const secrets = [...secretsOf(started.handoff), ...Object.values(started.secrets)];
      for (const secret of secrets) expect(started.vendorSessionId ?? '').not.toContain(secret);
    },
  },
  {
    name: 'before the person comes nothing has ended, and there is no result yet',
    run: async (vendor) => {
      const { ref } = await begin(vendor);
      const ctx = contextFor(vendor);
      expect((await vendor.provider.check(ctx, ref)).filter(isEnd)).toEqual([]);
      await expectFailure(vendor.provider.collect(ctx, ref), 'not_ready');
    },
  },
  {
    name: 'a start that is repeated hands the person over again',
    run: async (vendor) => {
      const request = requestFor(vendor);
      await begin(vendor, request);
      const { started } = await begin(vendor, { ...request, repeated: true });
      expectHandoff(vendor, started.handoff);
    },
  },
  {
    name: 'a renewal brings a fresh hand-off of the same kind',
    needs: 'renew',
    run: async (vendor) => {
      const { ref } = await begin(vendor);
      const renewed = await vendor.provider.renew?.(contextFor(vendor), ref);
      expect(renewed).toBeDefined();
      if (renewed) expectHandoff(vendor, renewed.handoff);
    },
  },
  {
    name: 'a session can be given up, and again without harm',
    needs: 'cancel',
    run: async (vendor) => {
      const { ref } = await begin(vendor);
      const ctx = contextFor(vendor);
      await vendor.provider.cancel?.(ctx, ref);
      await vendor.provider.cancel?.(ctx, ref);
      await expectFailure(vendor.provider.collect(ctx, ref), 'not_ready', 'not_found');
    },
  },
];

export const playedSessionChecks: readonly PlayedCheck[] = [
  {
    name: 'the person of a repeated start is verified once, by either hand-off',
    play: 'approved',
    run: async (vendor) => {
      const request = requestFor(vendor);
      await begin(vendor, request);
      const { started, ref } = await begin(vendor, { ...request, repeated: true });
      await vendor.standIn.play(started.handoff, 'approved');
      const { verdict } = await vendor.provider.collect(contextFor(vendor), ref);
      expect(verdict.outcome).toBe('approved');
    },
  },
  {
    name: 'the person goes on by a renewed hand-off, and the result is that of the session',
    needs: 'renew',
    play: 'approved',
    run: async (vendor) => {
      const { request, ref } = await begin(vendor);
      const renewed = await vendor.provider.renew?.(contextFor(vendor), ref);
      if (!renewed) throw new Error('nothing was renewed');
      await vendor.standIn.play(renewed.handoff, 'approved');
      const { verdict } = await vendor.provider.collect(
        contextFor(vendor),
        refOf(renewed, request, ref.startedAt),
      );
      expect(verdict.outcome).toBe('approved');
    },
  },
];

export function expectHandoff({ provider }: VendorUnderTest, handoff: Handoff): void {
  expect(handoff.kind).toBe(provider.definition.capabilities.handoff);
  expect(handoff.expiresAt.getTime()).toBeGreaterThan(Date.now());
  for (const secret of secretsOf(handoff)) expect(secret.trim()).not.toBe('');
  if ('url' in handoff && handoff.url !== null) expect(new URL(handoff.url).protocol).toMatch(/^https?:$/);
}

export function isEnd(signal: ProviderSignal): boolean {
  return (
    signal.kind === 'concluded' ||
    (signal.kind === 'status' && (signal.status === 'expired' || signal.status === 'cancelled'))
  );
}

function secretsOf(handoff: Handoff): string[] {
  if (handoff.kind === 'qr') return [handoff.text, handoff.deepLink];
  if (handoff.kind === 'redirect') return [handoff.url];
  return [handoff.token, ...(handoff.url === null ? [] : [handoff.url])];
}
