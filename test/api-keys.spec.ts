import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '../src/database/database.js';
import type { Api } from './harness/api.js';
import { startGateway, type TestGateway } from './harness/gateway.js';
import { storageKind } from './harness/storage.js';
import { makeKey, makeTenant } from './harness/tenant.js';

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

  it('at once with other rotations never lets a key live on that one of them has ended', async () => {
    const former = await make();
    const rotate = (overlapSeconds: number) =>
      gateway.admin.post(`${keys}/${former.id}/rotate`, { overlapSeconds });
    const answers = await Promise.all([3600, 3600, 3600, 0, 3600, 3600].map(rotate));
    expect(answers.some(({ status }) => status === 201)).toBe(true);
    expect(await works(former.secret)).toBe(false);
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

describe('keys of the platform', () => {
  const platform = '/v1/admin/api-keys';
  const opens = async (secret: string) => (await gateway.as(secret).get(platform)).status;
  const another = async (fields: Record<string, unknown> = {}) => {
    const answer = await gateway.admin.post(platform, {
      ...{ role: 'admin', mode: 'live', name: 'operator' },
      ...fields,
    });
    expect(answer).toMatchObject({ status: 201, body: { tenantId: null } });
    return answer.body;
  };

  it('are made, listed, replaced and revoked while the gateway serves, and all of it stands in the history', async () => {
    const made = await another();
    expect(await opens(made.secret)).toBe(200);
    const { body: next } = await gateway.admin.post(`${platform}/${made.id}/rotate`, { overlapSeconds: 0 });
    expect([await opens(made.secret), await opens(next.secret)]).toEqual([401, 200]);
    const { body: list } = await gateway.admin.get(platform);
    expect(list.data.map(({ id }: { id: string }) => id)).toEqual(expect.arrayContaining([made.id, next.id]));
    expect(JSON.stringify(list)).not.toContain(next.secret);
    expect((await gateway.admin.delete(`${platform}/${next.id}`)).status).toBe(204);
    expect(await opens(next.secret)).toBe(401);

    const entries = await gateway.app.get(Database).client.journalEntry.findMany({
      where: { subjectId: { in: [made.id, next.id] }, actorKind: 'api_key', type: { not: 'api_key.used' } },
    });
    expect(entries.map(({ type, tenantId }) => [type, tenantId]).sort()).toEqual([
      ['api_key.created', null],
      ['api_key.created', null],
      ['api_key.revoked', null],
      ['api_key.rotated', null],
    ]);
  });

  it('are of admins and auditors: an app belongs to a tenant', async () => {
    const wanted = { role: 'app', mode: 'live', name: 'app' };
    expect(await gateway.admin.post(platform, wanted)).toMatchObject({
      status: 400,
      body: { code: 'invalid_request', errors: [{ path: 'role' }] },
    });
    const auditor = await another({ role: 'auditor' });
    expect(await opens(auditor.secret)).toBe(200);
    expect((await gateway.as(auditor.secret).post(platform, { ...wanted, role: 'admin' })).status).toBe(403);
  });

  it('and those of tenants are not reached through each other', async () => {
    const [ofTenant, ofPlatform] = [await make(), await another()];
    expect((await gateway.admin.delete(`${platform}/${ofTenant.id}`)).status).toBe(404);
    expect((await gateway.admin.delete(`${keys}/${ofPlatform.id}`)).status).toBe(404);
    expect([await works(ofTenant.secret), await opens(ofPlatform.secret)]).toEqual([true, 200]);
  });

  it('may be revoked with themselves, but for the last that can make others', async () => {
    const of = await startGateway();
    const admin = async (name: string) => {
      const { body } = await of.admin.post(platform, { role: 'admin', mode: 'live', name });
      return { id: body.id as string, api: of.as(body.secret) };
    };
    const idsOf = async (api: Api) =>
      (await api.get(platform)).body.data.map(({ id }: { id: string }) => id) as string[];
    const last = async (api: Api, id: string) => {
      const refused = await api.delete(`${platform}/${id}`);
      expect(refused).toMatchObject({ status: 409, body: { code: 'last_admin_key' } });
    };
    const [bootstrap = ''] = await idsOf(of.admin);
    await of.admin.post(platform, { role: 'auditor', mode: 'live', name: 'is no admin' });
    await of.admin.post(platform, {
      role: 'admin',
      mode: 'live',
      name: 'past',
      expiresAt: '2020-01-01T00:00:00Z',
    });
    await last(of.admin, bootstrap);

    const next = await admin('next');
    expect((await of.admin.delete(`${platform}/${bootstrap}`)).status).toBe(204);
    expect((await of.admin.get(platform)).status).toBe(401);
    await last(next.api, next.id);

    const { body } = await next.api.post(platform, { role: 'admin', mode: 'live', name: 'at once' });
    const answers = await Promise.all([
      next.api.delete(`${platform}/${body.id}`),
      of.as(body.secret).delete(`${platform}/${next.id}`),
    ]);
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
    await of.close();
  });
});

it(`on ${storageKind}, no key of a tenant becomes one of the platform, also when an operator takes the tenant's row away`, async () => {
  const others = await makeTenant(gateway, []);
  const lost = await makeTenant(gateway, []);
  const admin = await makeKey(gateway.admin, lost.id, 'admin', 'live');
  await expect(
    gateway.app.get(Database).query('DELETE FROM tenants WHERE id = $1', [lost.id]),
  ).rejects.toThrow();
  for (const key of [lost.appKey, admin]) {
    const answers = [
      await gateway.as(key).get(`/v1/sessions?tenantId=${others.id}`),
      await gateway.as(key).get('/v1/admin/api-keys'),
    ];
    expect(answers.map(({ status }) => status)).toEqual([403, 403]);
  }
});
