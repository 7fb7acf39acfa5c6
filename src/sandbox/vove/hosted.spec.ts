import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
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

describe('the hosted page', () => {
  const redirectURL = 'https://shop.example/back?order=1';

  it('opens by a valid token in the person’s language', async () => {
    const { token } = await vendor.begin({ refId });
    const answer = await fetch(vendor.hosted(token, { lg: 'ar-ma', redirectURL }));
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('dir="rtl"');
    expect(await vendor.status(refId)).toBe('open');
  });

  it.each([
    ['success', 'successful'],
    ['pending', 'pending'],
    ['failed', 'suspected'],
    ['max-attempts', 'suspected'],
    ['canceled', 'canceled'],
  ])('ended as %s leads back with that word, and the status is %s', async (action, status) => {
    const { token } = await vendor.begin({ refId });
    expect(await (await vendor.step({ authToken: token, action: 'start' })).json()).toEqual({ goTo: null });
    expect(await vendor.status(refId)).toBe('in_progress');
    const answer = await vendor.step({ authToken: token, action, redirectURL });
    expect(await answer.json()).toEqual({ goTo: `${redirectURL}&status=${action}` });
    expect(await vendor.status(refId)).toBe(status);
  });

  it('lets the person choose what should go wrong with this session', async () => {
    const { token } = await vendor.begin({ refId });
    expect(await (await fetch(vendor.hosted(token))).text()).toContain(
      'data-disturbance="older_session_verdict"',
    );
    await control.disturb('unknown_status', { session: token, value: 'pondering' });
    const other = await vendor.begin({ refId: `${refId}-other` });
    expect([await vendor.status(refId), await vendor.status(other.refId)]).toEqual(['pondering', 'open']);
  });

  it('never leads back into a script', async () => {
    const { token } = await vendor.begin({ refId });
    const answer = await vendor.step({
      authToken: token,
      action: 'success',
      redirectURL: 'javascript:alert(1)',
    });
    expect(await answer.json()).toEqual({ goTo: null });
  });

  it('is closed to a wrong public key and a forged token', async () => {
    const { token } = await vendor.begin({ refId });
    expect((await fetch(vendor.hosted(token, { publicKey: 'pk_other' }))).status).toBe(403);
    expect((await fetch(vendor.hosted(`${token.slice(0, -8)}AAAAAAAA`))).status).toBe(401);
  });

  it('is closed to an expired token until the session is asked for again', async () => {
    await control.disturb('token_lifetime', { value: 0, times: 1 });
    const { token, sessionId } = await vendor.begin({ refId });
    expect((await fetch(vendor.hosted(token))).status).toBe(401);
    expect((await vendor.step({ authToken: token, action: 'start' })).status).toBe(401);
    const renewed = await vendor.begin({ refId });
    expect(renewed.sessionId).toBe(sessionId);
    expect((await fetch(vendor.hosted(renewed.token))).status).toBe(200);
  });
});
