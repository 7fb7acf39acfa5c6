import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { uqudo } from './provider.js';
import { sandboxAccount } from './testing/sandbox.js';

let vendor: Awaited<ReturnType<typeof sandboxAccount>>;

beforeAll(async () => {
  vendor = await sandboxAccount();
});
afterEach(() => vendor.reset());
afterAll(() => vendor.close());

async function verified() {
  const ref = await vendor.begin();
  await vendor.play(ref, 'approved');
  return ref;
}

describe('an erasure at uqudo', () => {
  it('is confirmed when picture and result are gone afterwards', async () => {
    const ref = await verified();
    expect(await uqudo.erase!(vendor.ctx, ref)).toEqual({ outcome: 'confirmed' });
    await expect(uqudo.collect(vendor.ctx, ref)).rejects.toMatchObject({ failure: 'not_ready' });
  });

  it('does no harm the second time, and claims no more than it can show', async () => {
    const ref = await verified();
    await uqudo.erase!(vendor.ctx, ref);
    expect(await uqudo.erase!(vendor.ctx, ref)).toEqual({ outcome: 'requested' });
  });

  it('is only requested when uqudo takes the request and keeps the data', async () => {
    const ref = await verified();
    await vendor.disturb(ref, 'erasure_ignored');
    expect(await uqudo.erase!(vendor.ctx, ref)).toEqual({ outcome: 'requested' });
  });

  it('is only requested when there is no result to learn of a picture from', async () => {
    const ref = await vendor.begin();
    expect(await uqudo.erase!(vendor.ctx, ref)).toEqual({ outcome: 'requested' });
  });

  it('is made for a result that proves nothing too', async () => {
    const ref = await verified();
    await vendor.disturb(ref, 'wrong_key', { times: 1 });
    expect(await uqudo.erase!(vendor.ctx, ref)).toEqual({ outcome: 'requested' });
    await expect(uqudo.collect(vendor.ctx, ref)).rejects.toMatchObject({ failure: 'not_ready' });
  });

  it('ends the QR session as well', async () => {
    const ref = await vendor.begin();
    await uqudo.erase!(vendor.ctx, ref);
    const phone = await fetch(`${vendor.sandbox.url}/api/v1/session/${ref.secrets.qrCodeText}`);
    expect(phone.status).toBe(404);
  });

  it('that fails for now is told, so that it is asked for again', async () => {
    const ref = await verified();
    await vendor.disturb(ref, 'server_error', { times: 3 });
    await expect(uqudo.erase!(vendor.ctx, ref)).rejects.toMatchObject({ failure: 'unavailable' });
    expect(await uqudo.erase!(vendor.ctx, ref)).toEqual({ outcome: 'confirmed' });
  });
});
