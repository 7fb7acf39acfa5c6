import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '../src/database/database.js';
import { eventually } from './harness/eventually.js';
import { startGateway, type TestGateway } from './harness/gateway.js';
import { withSql } from './harness/open-storage.js';
import { secretEnvironment } from './harness/secrets.js';
import { freshStorage, storageKind } from './harness/storage.js';
import { makeTenant } from './harness/tenant.js';

let gateway: TestGateway;
let keys: string;

beforeAll(async () => {
  gateway = await startGateway();
  keys = `/v1/admin/tenants/${(await makeTenant(gateway, [])).id}/api-keys`;
});
afterAll(() => gateway.close());

async function make(fields: Record<string, unknown> = {}): Promise<{ id: string; secret: string }> {
  const { body } = await gateway.admin.post(keys, { role: 'app', mode: 'test', name: 'backend', ...fields });
  return body;
}

const use = async (secret: string) => (await gateway.as(secret).get('/v1/sessions')).status;

/** The key's history as [type, data, actor], once it has at least so many entries. */
async function historyOf(id: string, entries: number): Promise<unknown[]> {
  const rows = await eventually(
    () =>
      gateway.app
        .get(Database)
        .client.journalEntry.findMany({ where: { subjectId: id }, orderBy: { seq: 'asc' } }),
    ({ length }) => length >= entries,
  );
  return rows.map(({ type, data, actorKind, actorId }) => [type, data, actorKind, actorId]);
}

const lastUseOf = async (id: string): Promise<string | null> => {
  const { body } = await gateway.admin.get(keys);
  return body.data.find((key: { id: string }) => key.id === id).lastUsedAt;
};

describe(`the history of a key, on ${storageKind}`, () => {
  it('tells of its use once a day, as its own doing', async () => {
    const { id, secret } = await make();
    for (let time = 0; time < 3; time += 1) expect(await use(secret)).toBe(200);
    const used = ['api_key.used', {}, 'api_key', id];
    expect((await historyOf(id, 2)).slice(1)).toEqual([used]);
    const first = await lastUseOf(id);

    const untilTomorrow = 86_400_000 - (gateway.clock.now().getTime() % 86_400_000);
    // Far enough from midnight that the same day goes on after a minute.
    if (untilTomorrow > 300_000) {
      gateway.clock.advance(61);
      await use(secret);
      await eventually(
        () => lastUseOf(id),
        (last) => last !== first,
      );
      expect((await historyOf(id, 2)).slice(1)).toEqual([used]);
    }
    gateway.clock.advance(86_400);
    await use(secret);
    expect((await historyOf(id, 3)).slice(1)).toEqual([used, used]);
  });

  it('tells that it was tried after its end, and why, once an hour', async () => {
    const expired = await make({ expiresAt: '2020-01-01T00:00:00Z' });
    const revoked = await make();
    await gateway.admin.delete(`${keys}/${revoked.id}`);
    for (const { secret } of [expired, revoked, expired, revoked]) expect(await use(secret)).toBe(401);
    const refused = (reason: string) => ['api_key.refused', { reason }, 'system', 'access'];
    expect((await historyOf(expired.id, 2)).slice(1)).toEqual([refused('expired')]);
    expect((await historyOf(revoked.id, 3)).slice(2)).toEqual([refused('revoked')]);
    gateway.clock.advance(3601);
    await use(expired.secret);
    expect(await historyOf(expired.id, 3)).toHaveLength(3);
  });

  it('tells nothing of who has only its beginning', async () => {
    const { id, secret } = await make({ expiresAt: '2020-01-01T00:00:00Z' });
    const other = secret.slice(0, -1) + (secret.endsWith('0') ? '1' : '0');
    expect(await use(other)).toBe(401);
    expect(await use(secret)).toBe(401);
    expect((await historyOf(id, 2)).map((entry) => (entry as unknown[])[0])).toEqual([
      'api_key.created',
      'api_key.refused',
    ]);
  });
});

it('a use that was noted last is written before the process ends', async () => {
  const storage = await freshStorage();
  const secrets = secretEnvironment();
  const brief = await startGateway({ storage, environment: secrets });
  await brief.admin.get('/v1/admin/tenants');
  await brief.app.close();
  const rows = await withSql(storage, (sql) =>
    sql.query(`SELECT type FROM journal_entries WHERE subject_kind = 'api_key' ORDER BY seq`),
  );
  expect(rows.map(({ type }) => type)).toEqual(['api_key.created', 'api_key.used']);
  await storage.drop();
});
