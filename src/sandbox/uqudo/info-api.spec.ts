import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { Customer, passportAndFace } from './testing/customer.js';

const pictured = z.object({
  documents: z.array(
    z.object({ scan: z.object({ frontImageId: z.string(), frontImageIdChecksum: z.string().optional() }) }),
  ),
});

describe('the Info API of the uqudo sandbox', () => {
  let customer: Customer;
  beforeAll(async () => {
    customer = await Customer.of();
  });
  afterEach(() => customer.control.reset());
  afterAll(() => customer.close());

  const frontOf = async (data: object = passportAndFace) => {
    const scan = pictured.parse(await customer.resultOf(data)).documents[0]?.scan;
    const image = await customer.call(`/api/v1/info/img/${scan?.frontImageId}`);
    const bytes = Buffer.from(await image.arrayBuffer());
    const sum = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
    return { image, bytes, sum, told: scan?.frontImageIdChecksum };
  };

  it('gives the signed result as a compact JWS, by path or header, in any case', async () => {
    const { sessionId } = await customer.create();
    await customer.control.play(sessionId, 'approved');
    const byPath = await customer.call(`/api/v1/info/${sessionId.toUpperCase()}`);
    const byHeader = await customer.call('/api/v1/info', { headers: { 'uq-session-id': sessionId } });
    expect(byPath.headers.get('content-type')).toContain('application/jwt');
    const jws = await byPath.text();
    expect(await byHeader.text()).toBe(jws);
    expect(await customer.verified(sessionId, jws)).toMatchObject({ jti: sessionId });
  });

  it('answers 400 with the known code while there is no result', async () => {
    const { sessionId } = await customer.create();
    const early = await customer.call(`/api/v1/info/${sessionId}`);
    expect(early.status).toBe(400);
    expect(await early.json()).toMatchObject({ error: 'SESSION_EXPIRED_OR_NOT_FOUND' });
    expect((await customer.call('/api/v1/info/not-a-uuid')).status).toBe(400);
    await customer.disturb('unavailable_as_404');
    expect((await customer.call(`/api/v1/info/${sessionId}`)).status).toBe(404);
  });

  it('keeps the result back, or quotes it, when told', async () => {
    const { sessionId } = await customer.create();
    await customer.disturb('result_delayed', { session: sessionId, times: 1 });
    await customer.disturb('jws_quoted', { session: sessionId });
    await customer.control.play(sessionId, 'approved');
    expect((await customer.call(`/api/v1/info/${sessionId}`)).status).toBe(400);
    expect(await customer.jws(sessionId)).toMatch(/^"[\w.-]+"\n$/);
  });

  it('refuses calls without a token', async () => {
    const { sessionId } = await customer.create();
    expect((await customer.fetch(`/api/v1/info/${sessionId}`)).status).toBe(401);
  });

  it('serves JPEG images that fit their checksums', async () => {
    const { image, bytes, sum, told } = await frontOf();
    expect(image.headers.get('content-type')).toBe('image/jpeg');
    expect(bytes.subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]));
    expect(told).toBe(sum);
    expect((await frontOf()).sum).not.toBe(sum);
  });

  it('serves images as big as told', async () => {
    await customer.disturb('image_bytes', { value: 200_001 });
    const { bytes, sum, told } = await frontOf();
    expect(bytes.length).toBeGreaterThan(200_000);
    expect(told).toBe(sum);
  });

  it('spoils checksums and images when told', async () => {
    await customer.disturb('checksum_absent', { times: 3 });
    expect((await frontOf()).told).toBeUndefined();
    await customer.disturb('checksum_wrong');
    const wrong = await frontOf();
    expect(wrong.told).not.toBe(wrong.sum);
    await customer.disturb('image_missing');
    expect((await frontOf()).image.status).toBe(404);
  });

  it('keeps result and images as long as told, and then has neither', async () => {
    await customer.disturb('result_lifetime', { times: 1 });
    const { sessionId } = await customer.create();
    await customer.control.play(sessionId, 'approved');
    const { exp = 0, iat = 0 } = await customer.verified(sessionId);
    expect(exp - iat).toBe(7200);
    await customer.disturb('result_lifetime', { value: 0 });
    const over = await customer.create();
    await customer.control.play(over.sessionId, 'approved');
    expect((await customer.call(`/api/v1/info/${over.sessionId}`)).status).toBe(400);
  });

  it('deletes nothing on DELETE when told, and answers as if', async () => {
    const { sessionId } = await customer.create();
    await customer.disturb('erasure_ignored', { session: sessionId });
    await customer.control.play(sessionId, 'approved');
    const gone = await customer.call(`/api/v1/info/${sessionId}`, { method: 'DELETE' });
    expect(gone.status).toBe(204);
    expect(await customer.verified(sessionId)).toMatchObject({ jti: sessionId });
  });

  it('erases result and images on DELETE, and answers 204 for any id', async () => {
    const { sessionId } = await customer.create();
    await customer.control.play(sessionId, 'approved');
    const { documents } = pictured.parse((await customer.verified(sessionId)).data);
    const gone = await customer.call(`/api/v1/info/${sessionId}`, { method: 'DELETE' });
    expect(gone.status).toBe(204);
    expect((await customer.call(`/api/v1/info/${sessionId}`)).status).toBe(400);
    expect((await customer.call(`/api/v1/info/img/${documents[0]?.scan.frontImageId}`)).status).toBe(404);
    const unknown = await customer.call(`/api/v1/info/${crypto.randomUUID()}`, { method: 'DELETE' });
    expect(unknown.status).toBe(204);
  });
});
