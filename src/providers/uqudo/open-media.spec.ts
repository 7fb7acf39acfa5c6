import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { MediaRef } from '../kit/findings.js';
import type { UqudoSessionRef } from './context.js';
import { uqudo } from './provider.js';
import { sandboxAccount } from './testing/sandbox.js';

const jpeg = Buffer.from([0xff, 0xd8, 0xff]);
const withChip = {
  documents: [
    { documentType: 'PASSPORT', reading: { enabled: true } },
    { documentType: 'UAE_ID', reading: { enabled: true } },
  ],
};

let vendor: Awaited<ReturnType<typeof sandboxAccount>>;

beforeAll(async () => {
  vendor = await sandboxAccount();
});
afterEach(() => vendor.reset());
afterAll(() => vendor.close());

async function verified(flow: unknown = {}, disturbances: Record<string, Record<string, unknown>> = {}) {
  const ref = await vendor.begin(flow);
  for (const [name, rule] of Object.entries(disturbances)) await vendor.disturb(ref, name, rule);
  await vendor.play(ref, 'approved');
  return { ref, media: (await uqudo.collect(vendor.ctx, ref)).media };
}

const bytesOf = async (ref: UqudoSessionRef, media: MediaRef) =>
  buffer((await uqudo.openMedia!(vendor.ctx, ref, media)).content);
const sum = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

describe('pictures of uqudo', () => {
  it('arrive as they were announced, every one of them', async () => {
    const { ref, media } = await verified();
    expect(media.map(({ kind }) => kind)).toEqual(['document_front', 'document_portrait', 'selfie']);
    for (const one of media) {
      const bytes = await bytesOf(ref, one);
      expect(bytes.subarray(0, 3)).toEqual(jpeg);
      expect(sum(bytes)).toBe(one.sha256);
    }
  });

  it('are read as they arrive, and can be left in the middle', async () => {
    const { ref, media } = await verified({}, { image_bytes: { value: 1_800_000 } });
    const { content } = await uqudo.openMedia!(vendor.ctx, ref, media[0]!);
    const [first] = (await content.take(1).toArray()) as Buffer[];
    expect(first?.length).toBeLessThan(1_000_000);
    expect((await bytesOf(ref, media[0]!)).length).toBeGreaterThan(1_700_000);
  });

  it('come from the chips too, each from the result that holds it', async () => {
    const { ref, media } = await verified(withChip);
    const chips = media.filter(({ kind }) => kind === 'chip_portrait');
    expect(chips).toEqual([
      { name: 'chip.0', kind: 'chip_portrait', sha256: null },
      { name: 'chip.1', kind: 'chip_portrait', sha256: null },
    ]);
    const [passport, card] = [await bytesOf(ref, chips[0]!), await bytesOf(ref, chips[1]!)];
    expect(passport.subarray(0, 3)).toEqual(jpeg);
    expect(card.subarray(0, 3)).toEqual(jpeg);
    expect(sum(passport)).not.toBe(sum(card));
    const none: MediaRef = { name: 'chip.2', kind: 'chip_portrait', sha256: null };
    await expect(bytesOf(ref, none)).rejects.toMatchObject({ failure: 'not_found' });
  });

  it('in a chip are taken from a proven result only', async () => {
    const { ref, media } = await verified(withChip);
    await vendor.disturb(ref, 'wrong_key');
    const chip = media.find(({ kind }) => kind === 'chip_portrait')!;
    await expect(bytesOf(ref, chip)).rejects.toMatchObject({ failure: 'untrusted' });
  });

  it('that uqudo does not have are not found, and neither are those of a deleted result', async () => {
    const { ref, media } = await verified(withChip);
    await vendor.disturb(ref, 'image_missing', { times: 1 });
    await expect(bytesOf(ref, media[0]!)).rejects.toMatchObject({ failure: 'not_found' });
    expect((await bytesOf(ref, media[0]!)).length).toBeGreaterThan(0);
    await uqudo.erase!(vendor.ctx, ref);
    for (const one of media) await expect(bytesOf(ref, one)).rejects.toMatchObject({ failure: 'not_found' });
  });

  it('are asked for again once with a new token when the token is refused', async () => {
    const { ref, media } = await verified();
    await vendor.disturb(ref, 'unauthorized_once');
    expect((await bytesOf(ref, media[0]!)).length).toBeGreaterThan(0);
  });

  it.each([
    ['throttled', 'throttled'],
    ['server_error', 'unavailable'],
    ['connection_reset', 'unavailable'],
  ])('fail by what %s means', async (name, failure) => {
    const { ref, media } = await verified();
    // As often as the call is repeated.
    await vendor.disturb(ref, name, { times: 3 });
    await expect(bytesOf(ref, media[0]!)).rejects.toMatchObject({ failure });
    expect((await bytesOf(ref, media[0]!)).length).toBeGreaterThan(0);
  });

  it('that break off in the middle end with an error that has a meaning', async () => {
    const { ref, media } = await verified({}, { image_bytes: { value: 500_000 } });
    await vendor.disturb(ref, 'half_body', { times: 1 });
    await expect(bytesOf(ref, media[0]!)).rejects.toMatchObject({
      name: 'ProviderError',
      failure: 'unavailable',
    });
  });
});
