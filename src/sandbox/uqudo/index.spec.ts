import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Customer } from './testing/customer.js';

describe('the uqudo sandbox', () => {
  let customer: Customer;
  beforeAll(async () => {
    customer = await Customer.of();
  });
  afterAll(() => customer.close());

  it('is configured like uqudo: four hosts, an issuer, and credentials', () => {
    const { settings, credentials } = customer.sandbox.account;
    const url = customer.sandbox.url;
    expect(settings).toEqual({
      authUrl: url,
      sessionUrl: url,
      socketUrl: url.replace('http:', 'ws:'),
      infoUrl: url,
      issuer: 'https://id.uqudo.io',
    });
    expect(Object.keys(credentials)).toEqual([
      'clientId',
      'clientSecret',
      'callbackUser',
      'callbackPassword',
      'decryptionKey',
    ]);
  });

  it('finds a session by its id, its QR text or the link', async () => {
    const { sessionId, qrCodeText, qrCodeTextWithDynamicLink } = await customer.create();
    for (const way of [sessionId, qrCodeText, qrCodeTextWithDynamicLink]) {
      const played = await customer.control.play(way, 'approved', 'opened');
      expect(played.body).toMatchObject({ id: sessionId, status: 'OPENED' });
    }
  });

  it('refuses what uqudo cannot express', async () => {
    const { sessionId } = await customer.create();
    expect((await customer.control.play(sessionId, 'cancelled')).status).toBe(422);
    expect((await customer.control.resolve(sessionId, 'approved')).status).toBe(422);
    await customer.control.play(sessionId, 'approved');
    expect((await customer.control.play(sessionId, 'declined')).status).toBe(409);
  });
});
