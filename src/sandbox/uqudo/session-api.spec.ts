import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Sessions, sessionLifetimeMs } from './sessions.js';
import { Customer } from './testing/customer.js';

describe('QR sessions of the uqudo sandbox', () => {
  let customer: Customer;
  beforeAll(async () => {
    customer = await Customer.of();
  });
  afterEach(() => customer.control.reset());
  afterAll(() => customer.close());

  const asPhone = (qrCodeText: string) =>
    customer.fetch('/api/v1/session', { headers: { authorization: qrCodeText } });

  it('give an opaque text, and a link that holds it', async () => {
    const { qrCodeText, qrCodeTextWithDynamicLink } = await customer.create();
    const link = new URL(qrCodeTextWithDynamicLink);
    expect(link.origin).toBe(customer.sandbox.url);
    expect(link.searchParams.get('qr')).toBe(qrCodeText);
  });

  it('hand the phone what the customer deposited, both ways of asking', async () => {
    const { sessionId, qrCodeText } = await customer.create('deposited');
    const expected = { sessionId, token: expect.any(String), data: 'deposited' };
    expect(await (await asPhone(qrCodeText)).json()).toEqual(expected);
    expect(await (await customer.fetch(`/api/v1/session/${qrCodeText}`)).json()).toEqual(expected);
    expect((await customer.session(sessionId))?.status).toBe('OPENED');
  });

  it('are gone after DELETE', async () => {
    const { sessionId, qrCodeText } = await customer.create();
    const path = `/api/v1/session/${qrCodeText}`;
    expect((await customer.fetch(path, { method: 'DELETE' })).status).toBe(204);
    expect((await customer.fetch(path)).status).toBe(404);
    expect((await asPhone(qrCodeText)).status).toBe(401);
    expect((await customer.control.play(sessionId, 'approved')).status).toBe(409);
  });

  it('are gone thirty minutes after creation', () => {
    let now = 0;
    const sessions = new Sessions(
      () => undefined,
      () => now,
    );
    const { qrCodeText } = sessions.create('opaque');
    now = sessionLifetimeMs - 1;
    expect(sessions.live(qrCodeText)).toBeDefined();
    now = sessionLifetimeMs;
    expect(sessions.live(qrCodeText)).toBeUndefined();
  });

  it('count as gone when told, and may be created with 201', async () => {
    const { sessionId, qrCodeText } = await customer.create();
    await customer.disturb('qr_expired', { session: sessionId });
    expect((await asPhone(qrCodeText)).status).toBe(401);
    await customer.disturb('session_created_201');
    const answer = await customer.call('/api/v1/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"data":"opaque"}',
    });
    expect(answer.status).toBe(201);
  });

  it('are not created without data', async () => {
    const answer = await customer.call('/api/v1/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: 'INVALID_INPUT' });
  });
});
