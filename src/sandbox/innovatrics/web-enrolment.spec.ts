import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Sandbox } from '../kit/sandbox.js';
import { controlOf } from '../kit/testing/control.js';
import { startInnovatricsSandbox } from './index.js';
import { innovatricsClient, tokenIn } from './testing/client.js';

let sandbox: Sandbox;
let vendor: ReturnType<typeof innovatricsClient>;
let control: ReturnType<typeof controlOf>;

beforeAll(async () => {
  sandbox = await startInnovatricsSandbox({});
  vendor = innovatricsClient(sandbox);
  control = controlOf(sandbox);
});
afterAll(() => sandbox.close());

describe('the enrolment page', () => {
  it('starts the session, in any language and inside a frame', async () => {
    const { sessionId, webEnrolmentUrl } = await vendor.begin();
    const answer = await fetch(`${webEnrolmentUrl}&lang=ar-SA&iframe=true&crossDevice=false&onlyMobile=true`);
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('dir="rtl"');
    expect(await vendor.status(sessionId)).toBe('SESSION_STARTED');
  });

  it.each([
    ['high', 'AUTO_APPROVED'],
    ['medium', 'WAITING_FOR_MANUAL_APPROVE'],
    ['medium_approved', 'MANUAL_APPROVED'],
    ['medium_declined', 'MANUAL_REJECTED'],
    ['low', 'AUTO_REJECTED'],
  ])('finished as %s leads back, and the status is %s', async (action, status) => {
    const { sessionId, webEnrolmentUrl } = await vendor.begin();
    const answer = await vendor.act(tokenIn(webEnrolmentUrl), action);
    expect(await answer.json()).toEqual({ returnUrl: 'https://shop.example/back' });
    expect(await vendor.status(sessionId)).toBe(status);
  });

  it('offers the reviewer’s decision while one is awaited, and nothing afterwards', async () => {
    const { sessionId, webEnrolmentUrl } = await vendor.begin();
    await control.play(sessionId, 'review');
    expect(await (await fetch(webEnrolmentUrl)).text()).toContain('data-action="approve"');
    expect((await vendor.act(tokenIn(webEnrolmentUrl), 'approve')).status).toBe(200);
    expect(await (await fetch(webEnrolmentUrl)).text()).not.toContain('data-action="');
    expect((await vendor.act(tokenIn(webEnrolmentUrl), 'low')).status).toBe(409);
  });

  it('lets the person choose what should go wrong with this session', async () => {
    const { sessionId, webEnrolmentUrl } = await vendor.begin();
    expect(await (await fetch(webEnrolmentUrl)).text()).toContain('data-disturbance="long_pending"');
    await control.disturb('unknown_status', { session: tokenIn(webEnrolmentUrl), value: 'PONDERING' });
    const other = await vendor.begin();
    expect(await vendor.status(sessionId)).toBe('PONDERING');
    expect(await vendor.status(other.sessionId)).toBe('SESSION_INITIALIZED');
  });

  it('gives access to nothing by a token that is not known', async () => {
    expect((await fetch(`${sandbox.url}/web-enrolment/?token=guess`)).status).toBe(404);
    expect((await vendor.act('guess', 'high')).status).toBe(404);
  });
});
