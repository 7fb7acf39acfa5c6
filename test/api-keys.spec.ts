import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startGateway, type TestGateway } from './harness/gateway.js';
import { storageKind } from './harness/storage.js';
import { makeTenant } from './harness/tenant.js';

let gateway: TestGateway;
let keys: string;

beforeAll(async () => {
  gateway = await startGateway();
  keys = `/v1/admin/tenants/${(await makeTenant(gateway, [])).id}/api-keys`;
});
afterAll(() => gateway.close());

const works = async (secret: string) => (await gateway.as(secret).get('/v1/sessions')).status === 200;

async function make(fields: Record<string, unknown> = {}) {
  const answer = await gateway.admin.post(keys, { role: 'app', mode: 'test', name: 'backend', ...fields });
  expect(answer.status).toBe(201);
  return answer.body;
}

describe(`rotating an API key, on ${storageKind}`, () => {
  it('gives a new key of the same kind; both work until the overlap is over, then only the new one', async () => {
    const former = await make();
    const answer = await gateway.admin.post(`${keys}/${former.id}/rotate`, { overlapSeconds: 3600 });
    expect(answer).toMatchObject({ status: 201, body: { role: 'app', mode: 'test', name: 'backend' } });
    const { id, secret } = answer.body;
    expect(id).not.toBe(former.id);
    expect([await works(former.secret), await works(secret)]).toEqual([true, true]);
    gateway.clock.advance(3601);
    expect([await works(former.secret), await works(secret)]).toEqual([false, true]);
  });

  it('without an overlap ends the former key at once', async () => {
    const former = await make();
    const { body } = await gateway.admin.post(`${keys}/${former.id}/rotate`, { overlapSeconds: 0 });
    expect([await works(former.secret), await works(body.secret)]).toEqual([false, true]);
  });

  it('never lets the former key live longer than it would have', async () => {
    const expiresAt = new Date(gateway.clock.now().getTime() + 60_000).toISOString();
    const former = await make({ expiresAt });
    await gateway.admin.post(`${keys}/${former.id}/rotate`, { overlapSeconds: 86_400 });
    const { body } = await gateway.admin.get(keys);
    expect(body.data.find(({ id }: { id: string }) => id === former.id)).toMatchObject({ expiresAt });
  });

  it('of a revoked, an expired or a foreign key is 404, and makes none', async () => {
    const revoked = await make();
    await gateway.admin.delete(`${keys}/${revoked.id}`);
    const expired = await make({ expiresAt: '2020-01-01T00:00:00Z' });
    const elsewhere = `/v1/admin/tenants/${(await makeTenant(gateway, [])).id}/api-keys`;
    const before = (await gateway.admin.get(keys)).body.data.length;
    for (const path of [
      `${keys}/${revoked.id}/rotate`,
      `${keys}/${expired.id}/rotate`,
      `${elsewhere}/${revoked.id}/rotate`,
    ]) {
      expect(await gateway.admin.post(path, {})).toMatchObject({ status: 404, body: { code: 'not_found' } });
    }
    expect((await gateway.admin.get(keys)).body.data).toHaveLength(before);
  });

  it('repeated with the same Idempotency-Key gives the same key once', async () => {
    const former = await make();
    const header = { 'idempotency-key': 'rotate-once' };
    const path = `${keys}/${former.id}/rotate`;
    const first = await gateway.admin.post(path, { overlapSeconds: 60 }, header);
    const again = await gateway.admin.post(path, { overlapSeconds: 60 }, header);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
  });
});
