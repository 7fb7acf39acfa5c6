import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Api } from './harness/api.js';
import { startGateway, type TestGateway } from './harness/gateway.js';
import { connectLive } from './harness/live.js';
import { storageKind } from './harness/storage.js';
import { makeKey, makeTenant, type TestTenant } from './harness/tenant.js';

let gateway: TestGateway;
let tenant: TestTenant;

beforeAll(async () => {
  gateway = await startGateway({ environment: { AUTH_FAILURES_PER_MINUTE: '5', TRUST_PROXY: 'true' } });
  tenant = await makeTenant(gateway, []);
});
afterAll(() => gateway.close());

const wrongKey = () => `idv_app_test_${randomBytes(24).toString('hex')}`;
const freshKey = () => makeKey(gateway.admin, tenant.id, 'app', 'test');

/** What a credential from that address is answered. */
const asked = async (address: string, credential: string | null) =>
  (await gateway.as(credential).get('/v1/sessions', { 'x-forwarded-for': address })).status;

async function fail(address: string, times = 5): Promise<void> {
  for (let time = 0; time < times; time += 1) expect(await asked(address, wrongKey())).toBe(401);
}

let lastHost = 0;
const freshAddress = () => `192.0.2.${(lastHost += 1)}`;

describe(`whoever tries credentials out, on ${storageKind}`, () => {
  it('is refused after so many failures before anything is looked at, and told how long', async () => {
    const [address, right] = [freshAddress(), await freshKey()];
    await fail(address);
    const api: Api = gateway.as(right);
    const answer = await api.get('/v1/sessions', { 'x-forwarded-for': address });
    expect(answer).toMatchObject({ status: 429, body: { code: 'rate_limited' } });
    const retryAfter = Number(answer.headers.get('retry-after'));
    expect(retryAfter).toBeGreaterThan(50);
    expect(retryAfter).toBeLessThanOrEqual(60);
    expect(await asked(address, wrongKey())).toBe(429);
    expect(await asked(freshAddress(), right)).toBe(200);
  });

  it.each([
    ['unknown keys', wrongKey],
    ['malformed keys', () => 'idv_app_test_short'],
    ['client tokens', () => 'eyJhbGciOiJIUzI1NiJ9.e30.AAAA'],
    ['whatever', () => 'open-sesame'],
  ])('is counted by address for %s', async (_, credential) => {
    const address = freshAddress();
    for (let time = 0; time < 5; time += 1) expect(await asked(address, credential())).toBe(401);
    expect(await asked(address, credential())).toBe(429);
  });

  it('is counted for expired and revoked keys', async () => {
    const keys = `/v1/admin/tenants/${tenant.id}/api-keys`;
    const wanted = { role: 'app', mode: 'test', name: 'gone' };
    const expired = await gateway.admin.post(keys, { ...wanted, expiresAt: '2020-01-01T00:00:00Z' });
    const revoked = await gateway.admin.post(keys, wanted);
    await gateway.admin.delete(`${keys}/${revoked.body.id}`);
    const address = freshAddress();
    await fail(address, 3);
    expect(await asked(address, expired.body.secret)).toBe(401);
    expect(await asked(address, revoked.body.secret)).toBe(401);
    expect(await asked(address, revoked.body.secret)).toBe(429);
  });

  it('is known by the first 64 bits of an IPv6 address', async () => {
    for (let host = 1; host <= 5; host += 1)
      expect(await asked(`2001:db8:0:7::${host}`, wrongKey())).toBe(401);
    expect(await asked('2001:db8:0:7:ffff::1', wrongKey())).toBe(429);
    expect(await asked('2001:db8:0:8::1', wrongKey())).toBe(401);
  });

  it('is known by what the proxy says, not by what it says of itself', async () => {
    const address = freshAddress();
    for (let time = 0; time < 5; time += 1)
      expect(await asked(`198.51.100.${time}, ${address}`, wrongKey())).toBe(401);
    expect(await asked(`198.51.100.77, ${address}`, wrongKey())).toBe(429);
    expect(await asked('198.51.100.1', wrongKey())).toBe(401);
  });

  it('is refused at the status channel alike, and its failures there count', async () => {
    const address = freshAddress();
    const connect = (apiKey: string) =>
      connectLive(gateway.url, { apiKey }, { 'x-forwarded-for': address }).then(
        (live) => live.close(),
        (error: unknown) => (error as { data?: { code: string } }).data?.code,
      );
    const right = await freshKey();
    await fail(address, 3);
    expect([await connect(wrongKey()), await connect(wrongKey())]).toEqual([
      'unauthenticated',
      'unauthenticated',
    ]);
    expect(await connect(right)).toBe('rate_limited');
    expect(await asked(address, right)).toBe(429);
  });
});

describe('others at the same address', () => {
  it('who have lately shown a good credential go on with it, for ten minutes', async () => {
    const [address, neighbour] = [freshAddress(), await freshKey()];
    expect(await asked(address, neighbour)).toBe(200);
    await fail(address);
    expect(await asked(address, wrongKey())).toBe(429);
    gateway.clock.advance(9 * 60);
    expect(await asked(address, neighbour)).toBe(200);
    gateway.clock.advance(9 * 60);
    expect(await asked(address, neighbour)).toBe(200);
    gateway.clock.advance(10 * 60 + 1);
    expect(await asked(address, neighbour)).toBe(429);
  });

  it('lose that with the credential', async () => {
    const address = freshAddress();
    const keys = `/v1/admin/tenants/${tenant.id}/api-keys`;
    const { body } = await gateway.admin.post(keys, { role: 'app', mode: 'test', name: 'brief' });
    expect(await asked(address, body.secret)).toBe(200);
    await fail(address);
    await gateway.admin.delete(`${keys}/${body.id}`);
    expect(await asked(address, body.secret)).toBe(401);
    expect(await asked(address, body.secret)).toBe(429);
  });

  it('are not counted for showing none, for what they may not do, and for what is open to all', async () => {
    const [address, right] = [freshAddress(), await freshKey()];
    const from = { 'x-forwarded-for': address };
    for (let time = 0; time < 10; time += 1) {
      expect(await asked(address, null)).toBe(401);
      expect((await gateway.as(right).get('/v1/admin/tenants', from)).status).toBe(403);
      expect((await gateway.as(wrongKey()).get('/health/live', from)).status).toBe(200);
    }
    expect(await asked(address, await freshKey())).toBe(200);
  });
});
