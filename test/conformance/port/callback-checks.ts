import { expect } from '@jest/globals';
import type { CallbackRequest } from '../../../src/providers/kit/callback.js';
import type { ProviderSessionRef } from '../../../src/providers/kit/start.js';
import type { PlayedCheck } from './check.js';
import { withoutOptionalCredentials } from './credentials.js';
import { expectFailure, failureOf } from './expect-failure.js';
import type { StandIn } from './stand-in.js';
import { alteredOnce, lettersAbout, type LetterSubject } from './letters.js';
import { begin, contextFor, type VendorUnderTest } from './vendor-under-test.js';

type WithStandIn = VendorUnderTest & { readonly standIn: StandIn };

export const callbackChecks: readonly PlayedCheck[] = [
  {
    name: 'a genuine webhook is proven, is about its session, and is known again when it is repeated',
    needs: 'verifyCallback',
    play: 'approved',
    run: async (vendor) => {
      const letters = await genuineLetters(vendor);
      const ids = await Promise.all(letters.map((letter) => deliveryOf(vendor, letter)));
      expect(ids.every((id) => id !== '')).toBe(true);
      expect(await Promise.all(letters.map((letter) => deliveryOf(vendor, letter)))).toEqual(ids);
    },
  },
  {
    name: "another account's webhook proves nothing",
    needs: 'verifyCallback',
    play: 'approved',
    run: async (vendor) => {
      for (const letter of await othersLetters(vendor)) {
        await expectFailure(deliveryOf(vendor, letter), 'untrusted');
      }
    },
  },
  {
    name: 'a webhook of which a single byte was altered proves nothing',
    needs: 'verifyCallback',
    play: 'approved',
    run: async (vendor) => {
      const [letter] = await genuineLetters(vendor);
      for (const altered of alteredOnce(letter))
        await expectFailure(deliveryOf(vendor, altered), 'untrusted');
    },
  },
  {
    name: 'an account without optional credentials takes no webhook but one whose own body proves every byte',
    needs: 'verifyCallback',
    play: 'approved',
    run: async (vendor) => {
      const [letter] = await genuineLetters(vendor);
      const unconfigured = withoutOptionalCredentials(vendor);
      for (const others of await othersLetters(vendor)) {
        await expectFailure(deliveryOf(unconfigured, others), 'untrusted');
      }
      const failure = await failureOf(deliveryOf(unconfigured, letter));
      if (failure !== null) expect(failure.failure).toBe('untrusted');
      for (const altered of alteredOnce(letter)) {
        await expectFailure(deliveryOf(unconfigured, altered), 'untrusted');
      }
    },
  },
  ...(['forged', 'stale'] as const).map((kind): PlayedCheck => ({
    name: `a ${kind} webhook is refused, in each way that the stand-in can make one`,
    needs: 'verifyCallback',
    play: 'approved',
    run: async (vendor) => {
      for (const [name, { webhook }] of Object.entries(vendor.standIn.disturbances)) {
        if (webhook !== kind) continue;
        const { started, ref } = await begin(vendor);
        await vendor.standIn.disturb(name, started.handoff);
        await vendor.standIn.play(started.handoff, 'approved');
        for (const letter of await lettersAbout(vendor, vendor.standIn, sessionOf(ref))) {
          await expectFailure(deliveryOf(vendor, letter), 'untrusted');
        }
      }
    },
  })),
];

async function genuineLetters(vendor: WithStandIn): Promise<[CallbackRequest, ...CallbackRequest[]]> {
  const { started, ref } = await begin(vendor);
  await vendor.standIn.play(started.handoff, 'approved');
  return lettersAbout(vendor, vendor.standIn, sessionOf(ref));
}

async function othersLetters(vendor: WithStandIn): Promise<CallbackRequest[]> {
  const { others } = vendor.standIn;
  const there = { ...vendor, account: others.sandbox.account };
  const { started, ref } = await begin(there);
  await others.play(started.handoff, 'approved');
  return lettersAbout(there, others, sessionOf(ref));
}

async function deliveryOf(vendor: VendorUnderTest, letter: CallbackRequest): Promise<string> {
  const verified = await vendor.provider.verifyCallback?.(contextFor(vendor), letter);
  if (!verified) throw new Error('nothing was verified');
  return verified.deliveryId;
}

function sessionOf({ vendorSessionId, request }: ProviderSessionRef): LetterSubject {
  return { vendorSessionId, refId: request.refId };
}
