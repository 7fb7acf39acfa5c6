import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { expect } from '@jest/globals';
import type { MediaRef } from '../../../src/providers/kit/findings.js';
import type { PlayedCheck } from './check.js';
import { expectFailure, failureOf } from './expect-failure.js';
import { begin, contextFor, type BegunSession, type VendorUnderTest } from './vendor-under-test.js';

export const mediaChecks: readonly PlayedCheck[] = [
  {
    name: 'the pictures of a result open as pictures that match their announced hashes',
    needs: 'openMedia',
    play: 'approved',
    run: async (vendor) => {
      const { started, ref } = await begin(vendor);
      await vendor.standIn.play(started.handoff, 'approved');
      const { media } = await vendor.provider.collect(contextFor(vendor), ref);
      const pictures = await Promise.all(media.map((each) => pictureOf(vendor, ref, each)));
      expect(pictures.filter((bytes) => bytes !== null).length).toBeGreaterThan(0);
      for (const [at, bytes] of pictures.entries()) {
        if (bytes === null) continue;
        expect([...bytes.subarray(0, 2), ...bytes.subarray(-2)]).toEqual([0xff, 0xd8, 0xff, 0xd9]);
        const announced = media[at]?.sha256;
        if (announced) expect(createHash('sha256').update(bytes).digest('hex')).toBe(announced);
      }
    },
  },
  {
    name: 'a picture that the vendor does not have is not found',
    needs: 'openMedia',
    play: 'approved',
    run: async (vendor) => {
      const { started, ref } = await begin(vendor);
      await vendor.standIn.play(started.handoff, 'approved');
      const [media] = (await vendor.provider.collect(contextFor(vendor), ref)).media;
      if (!media) throw new Error('the result has no picture');
      await expectFailure(opened(vendor, ref, { ...media, name: another(media.name) }), 'not_found');
    },
  },
  {
    name: 'a session can be erased, and again without harm; of what is confirmed erased nothing is left',
    needs: 'erase',
    play: 'approved',
    run: async (vendor) => {
      const { started, ref } = await begin(vendor);
      const ctx = contextFor(vendor);
      await vendor.standIn.play(started.handoff, 'approved');
      const { media } = await vendor.provider.collect(ctx, ref);
      const erasure = await vendor.provider.erase?.(ctx, ref);
      expect(['confirmed', 'requested']).toContain(erasure?.outcome);
      await vendor.provider.erase?.(ctx, ref);
      await expectFailure(vendor.provider.collect(ctx, ref), 'not_ready', 'not_found');
      if (erasure?.outcome !== 'confirmed' || !vendor.provider.openMedia) return;
      for (const each of media) await expectFailure(opened(vendor, ref, each), 'not_found', 'not_ready');
    },
  },
];

/** A vendor may name a picture that it then does not have; nothing else may go wrong. */
async function pictureOf(
  vendor: VendorUnderTest,
  ref: BegunSession['ref'],
  media: MediaRef,
): Promise<Buffer | null> {
  const reading = opened(vendor, ref, media);
  const failure = await failureOf(reading);
  if (failure === null) return reading;
  if (failure.failure !== 'not_found') throw failure;
  return null;
}

async function opened(vendor: VendorUnderTest, ref: BegunSession['ref'], media: MediaRef): Promise<Buffer> {
  const { content } = (await vendor.provider.openMedia?.(contextFor(vendor), ref, media)) ?? {};
  if (!content) throw new Error('nothing was opened');
  return buffer(content);
}

/** A name of the same shape. */
function another(name: string): string {
  return name.slice(0, -1) + (name.endsWith('0') ? '1' : '0');
}
