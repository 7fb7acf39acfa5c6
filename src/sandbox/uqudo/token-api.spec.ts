import { afterEach, beforeAll, afterAll, describe, expect, it } from '@jest/globals';
import { Customer } from './testing/customer.js';

describe('access tokens of the uqudo sandbox', () => {
  let customer: Customer;
  beforeAll(async () => {
    customer = await Customer.of();
  });
  afterEach(() => customer.control.reset());
  afterAll(() => customer.close());

  const createWith = (token: string) =>
    customer.fetch('/api/v1/session', {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: '{"data":"opaque"}',
    });

  it('are issued for half an hour against the credentials in a form', async () => {
    const answer = await customer.askToken();
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ token_type: 'bearer', expires_in: 1800 });
  });

  it('are refused with 401 for a wrong secret, 400 for a wrong grant and 415 for no form', async () => {
    expect((await customer.askToken('wrong')).status).toBe(401);
    const grant = new URLSearchParams({ grant_type: 'password', client_id: 'a', client_secret: 'b' });
    const wrongGrant = await customer.fetch('/api/oauth/token', { method: 'POST', body: grant });
    expect(wrongGrant.status).toBe(400);
    expect(await wrongGrant.json()).toMatchObject({ error: 'INVALID_INPUT' });
    const json = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' };
    expect((await customer.fetch('/api/oauth/token', json)).status).toBe(415);
  });

  it('are needed to create a session', async () => {
    expect((await createWith('invented')).status).toBe(401);
    expect((await createWith(await customer.token())).status).toBe(200);
  });

  it('serve any number of calls, or as few as told', async () => {
    const lasting = await customer.token();
    expect([(await createWith(lasting)).status, (await createWith(lasting)).status]).toEqual([200, 200]);
    await customer.disturb('token_expires_early', { value: 1 });
    const early = await customer.token();
    expect([(await createWith(early)).status, (await createWith(early)).status]).toEqual([200, 401]);
  });

  it('announce another life, or say it as text, when told', async () => {
    await customer.disturb('token_lifetime', { value: 90 });
    await customer.disturb('token_lifetime_as_text');
    expect(await (await customer.askToken()).json()).toMatchObject({ expires_in: '90' });
  });

  it('are revoked by a 401 once, so that only a new one helps', async () => {
    await customer.disturb('unauthorized_once');
    const token = await customer.token();
    expect((await createWith(token)).status).toBe(401);
    expect((await createWith(token)).status).toBe(401);
    expect((await createWith(await customer.token())).status).toBe(200);
  });
});
