import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Customer } from './testing/customer.js';

describe('faults of the uqudo sandbox', () => {
  let customer: Customer;
  beforeAll(async () => {
    customer = await Customer.of();
  });
  afterEach(() => customer.control.reset());
  afterAll(() => customer.close());

  it('throttle with the wait that was told', async () => {
    await customer.disturb('throttled', { value: 7, times: 1 });
    const answer = await customer.askToken();
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '7']);
    expect((await customer.askToken()).status).toBe(200);
  });

  it('fail with the status that was told', async () => {
    await customer.disturb('server_error', { value: 503 });
    expect((await customer.askToken()).status).toBe(503);
  });

  it('strike one session’s calls alone, wherever the call names it', async () => {
    const [one, other] = [await customer.create(), await customer.create()];
    await customer.disturb('server_error', { session: one.sessionId });
    const status = async (path: string, headers = {}) => (await customer.call(path, { headers })).status;
    expect(await status(`/api/v1/session/${one.qrCodeText}`)).toBe(500);
    expect(await status('/api/v1/session', { authorization: one.qrCodeText })).toBe(500);
    expect(await status('/api/v1/info', { 'uq-session-id': one.sessionId })).toBe(500);
    expect(await status(`/api/v1/session/${other.qrCodeText}`)).toBe(200);
  });

  it('answer late', async () => {
    await customer.disturb('slow', { value: 10_000 });
    await expect(
      customer.fetch('/api/.well-known/jwks.json', { signal: AbortSignal.timeout(50) }),
    ).rejects.toThrow(/timeout/);
  });

  it('break off in the middle of a body, or frame half of it well', async () => {
    await customer.disturb('half_body', { times: 1 });
    const broken = await customer.askToken();
    expect(broken.status).toBe(200);
    await expect(broken.text()).rejects.toThrow();
    await customer.disturb('half_body', { value: 'truncated' });
    await expect((await customer.askToken()).json()).rejects.toThrow(/JSON/);
  });

  it('never touch the control API nor the phone', async () => {
    for (const name of ['server_error', 'throttled', 'half_body']) await customer.disturb(name);
    expect((await customer.fetch('/_sandbox')).status).toBe(200);
    expect((await customer.fetch('/phone')).status).toBe(200);
  });
});
