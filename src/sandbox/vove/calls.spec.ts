import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import type { Sandbox } from '../kit/sandbox.js';
import { controlOf } from '../kit/testing/control.js';
import { startVoveSandbox } from './index.js';
import { voveClient } from './testing/client.js';

let sandbox: Sandbox;
let vendor: ReturnType<typeof voveClient>;
let control: ReturnType<typeof controlOf>;
let refId: string;

beforeAll(async () => {
  sandbox = await startVoveSandbox({});
  vendor = voveClient(sandbox);
  control = controlOf(sandbox);
});
afterAll(() => sandbox.close());
beforeEach(() => {
  refId = `customer/${randomUUID()}`;
});

describe('the API key', () => {
  it('is asked for by every call', async () => {
    expect((await vendor.sessions({ refId }, 'wrong')).status).toBe(401);
    expect((await vendor.user(refId, '', 'wrong')).status).toBe(401);
    expect((await vendor.user(refId, '/documents', 'wrong')).status).toBe(401);
  });
});

describe('sessions', () => {
  it('yield a token of thirty minutes that names the session and the user', async () => {
    const { token, sessionId } = await vendor.begin({ refId, flowId: 'flow', user: { firstName: 'Nour' } });
    const { iat = 0, exp = 0, ...claims } = decodeJwt(token);
    expect(claims).toMatchObject({ refId, sessionId });
    expect(exp - iat).toBe(1800);
  });

  it('that are active are given again with a fresh token', async () => {
    const first = await vendor.begin({ refId });
    await control.play(first.sessionId, 'approved', 'in_progress');
    const second = await vendor.begin({ refId });
    expect(second.sessionId).toBe(first.sessionId);
    expect(second.token).not.toBe(first.token);
    expect(await vendor.status(refId)).toBe('in_progress');
  });

  it('are new by force, and the user’s status is that of the newest', async () => {
    const first = await vendor.begin({ refId });
    const second = await vendor.begin({ refId, forceCreation: true });
    expect(second.sessionId).not.toBe(first.sessionId);
    await control.play(first.sessionId, 'approved');
    expect(await vendor.read(refId)).toMatchObject({
      status: 'open',
      sessionId: second.sessionId,
      sessions: [first.sessionId, second.sessionId],
    });
  });

  it.each(['approved', 'review'])('are new after %s', async (play) => {
    const first = await vendor.begin({ refId });
    await control.play(first.sessionId, play);
    expect((await vendor.begin({ refId })).sessionId).not.toBe(first.sessionId);
  });

  it('of a user without a refId get one', async () => {
    const made = await vendor.begin({});
    expect(made.refId).toMatch(/^[0-9a-f-]{36}$/);
    expect(await vendor.status(made.refId)).toBe('open');
  });

  it('are refused with 400 for a body that is wrong', async () => {
    expect((await vendor.sessions({ refId: 7 })).status).toBe(400);
  });
});

describe('users', () => {
  it('that are unknown are answered with 404', async () => {
    expect((await vendor.user('nobody')).status).toBe(404);
    expect((await vendor.user('nobody', '/documents')).status).toBe(404);
  });

  it('have no documents before they have shown them', async () => {
    const { sessionId } = await vendor.begin({ refId });
    await control.play(sessionId, 'approved', 'processing');
    expect(await vendor.read(refId)).toMatchObject({ documents: [] });
    expect(await vendor.read(refId, '/documents')).toEqual({ selfie: null, documents: [] });
  });

  it('have the documents of their flow, in the name the caller gave', async () => {
    const { sessionId } = await vendor.begin({
      refId,
      flowId: 'driver-and-address',
      user: { firstName: 'Zoé', lastName: 'Sample' },
    });
    await control.play(sessionId, 'approved');
    const mrzLine1 = 'P<MARSAMPLE<<ZOE'.padEnd(44, '<');
    const person = {
      firstName: 'Zoé',
      lastName: 'Sample',
      dateOfBirth: '17/05/1990',
      mrzLine1,
      matchLevel: 9,
    };
    expect(await vendor.read(refId)).toMatchObject({
      status: 'successful',
      documents: [
        { stepId: 'ID_DOCUMENT', type: 'PASSPORT', ...person },
        { stepId: 'DRIVER_LICENSE', ...person },
        { stepId: 'ADDRESS_PROOF', fullName: 'Zoé Sample' },
      ],
    });
  });

  it('have images that are JPEG in Base64', async () => {
    const { sessionId } = await vendor.begin({ refId });
    await control.play(sessionId, 'approved');
    const { selfie, documents } = await vendor.read(refId, '/documents');
    const images = [selfie, ...Object.values((documents as object[])[0] ?? {}).slice(2)] as string[];
    expect(images).toHaveLength(6);
    for (const image of images) expect(image).toMatch(/^\/9j\//);
    expect(new Set(images).size).toBe(6);
  });
});
