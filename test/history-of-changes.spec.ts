import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '../src/database/database.js';
import { startSandboxes } from '../src/sandbox/catalog.js';
import type { Sandbox } from '../src/sandbox/kit/sandbox.js';
import type { Answer } from './harness/api.js';
import { eventually } from './harness/eventually.js';
import { startGateway, type TestGateway } from './harness/gateway.js';
import { bodiesWith, callerAt, operationsOf, type Ids, type Operation } from './harness/operations.js';
import { findSandbox } from './harness/sandboxes.js';
import { storageKind } from './harness/storage.js';
import { makeKey, makeTenant, type TestTenant } from './harness/tenant.js';
import { created, thingsOf } from './harness/things.js';

/** They only ask. All others that are no GET change something, and so must stand in the journal. */
const askOnly = [
  'POST /v1/admin/tenants/{tenantId}/routing/preview',
  'POST /v1/admin/tenants/{tenantId}/provider-accounts/{accountId}/probe',
];
/** What vendors send has an inbox of its own: see callback-inbox.spec.ts. */
const ofVendors = 'POST /v1/callbacks/{accountId}';
/** These replace something, so the entry tells what was before. */
const isReplacement = ({ method, name }: Operation) =>
  method === 'PATCH' || method === 'PUT' || name.endsWith('/routing/rollback');
/** What is noted beside a request, whatever it is about. */
const aside = ['api_key.used'];

let gateway: TestGateway;
let sandboxes: Sandbox[];
let tenant: TestTenant;
let vove: Sandbox;
let operations: Operation[];
let call: ReturnType<typeof callerAt>;
let things: ReturnType<typeof thingsOf>;

beforeAll(async () => {
  sandboxes = await startSandboxes();
  gateway = await startGateway();
  tenant = await makeTenant(gateway, sandboxes);
  vove = findSandbox(sandboxes, 'vove');
  const { body: document } = await gateway.as(null).get('/openapi.json');
  operations = operationsOf(document).filter(({ name }) => name !== ofVendors);
  things = thingsOf(gateway, tenant, vove);
  const { credentials } = vove.account;
  call = callerAt(gateway.url, {
    ...bodiesWith(vove),
    'PATCH /v1/admin/tenants/{tenantId}/provider-accounts/{accountId}': { name: 'changed', credentials },
    'POST /v1/sessions/{id}/reroute': { provider: 'innovatrics' },
  });
  await gateway.admin.put(`/v1/admin/tenants/${tenant.id}/provider`, { provider: 'vove' });
});
afterAll(async () => {
  await gateway.close();
  await Promise.all(sandboxes.map((sandbox) => sandbox.close()));
});

/** Somebody who may, and a thing in the state in which there is something to change. */
async function done(operation: Operation): Promise<Answer> {
  const session = await created(tenant.app.post('/v1/sessions', { provider: 'uqudo' }));
  const present = { ...(await things.present(session.id)), ...(await things.anotherFor(operation)) };
  if (operation.parameters.includes('callbackId')) await giveUp(present['callbackId']!);
  const platform = `Bearer ${gateway.environment['BOOTSTRAP_ADMIN_KEY']!}`;
  const byApp = `Bearer ${operation.byKey ? tenant.appKey : (session.clientToken as string)}`;
  const answer = await call(operation, present, operation.roles?.includes('admin') ? platform : byApp);
  if (answer.status >= 300) throw new Error(`${operation.name}: ${JSON.stringify(answer)}`);
  return answer;
}

async function giveUp(callbackId: string): Promise<void> {
  const data = { status: 'unmatched', attempts: 9, nextAttemptAt: null, sealedRequest: new Uint8Array([1]) };
  await gateway.app.get(Database).client.callback.update({ where: { id: callbackId }, data });
}

async function entriesOf(answer: Answer) {
  const requestId = answer.headers.get('x-request-id');
  const where = { requestId, type: { notIn: aside } };
  return gateway.app.get(Database).client.journalEntry.findMany({ where });
}

describe(`on ${storageKind}, in the journal`, () => {
  it('every operation that changes something stands, with who asked for it', async () => {
    const changing = operations.filter(({ method, name }) => method !== 'GET' && !askOnly.includes(name));
    expect(changing.length).toBeGreaterThan(20);
    const silent: string[] = [];
    for (const operation of changing) {
      const entries = await entriesOf(await done(operation));
      if (entries.length === 0) silent.push(operation.name);
      const kinds = entries.map(({ actorKind }) => actorKind);
      expect(new Set(kinds)).toEqual(new Set(kinds.length ? [operation.byKey ? 'api_key' : 'client'] : []));
      if (!isReplacement(operation)) continue;
      const [{ type, data } = { type: 'none', data: {} }] = entries;
      expect({ type, told: Object.keys(data as object) }).toEqual({
        type,
        told: expect.arrayContaining(['before', 'after']),
      });
    }
    expect(silent).toEqual([]);
  });

  it('what only asks does not stand', async () => {
    for (const name of askOnly) {
      const operation = operations.find((each) => each.name === name);
      expect(await entriesOf(await done(operation!))).toEqual([]);
    }
  });

  it('a secret that is changed stands as changed, and nothing of it', async () => {
    const name = 'PATCH /v1/admin/tenants/{tenantId}/provider-accounts/{accountId}';
    const [entry] = await entriesOf(await done(operations.find((each) => each.name === name)!));
    expect(entry).toMatchObject({
      type: 'provider_account.changed',
      data: { before: { name: 'vove sandbox' }, after: { name: 'changed' }, credentials: 'changed' },
    });
    for (const secret of Object.values(vove.account.credentials)) {
      expect(JSON.stringify(entry)).not.toContain(secret);
    }
  });

  it('a look at a result or a picture stands, and no other reading', async () => {
    const session = await created(tenant.app.post('/v1/sessions', { provider: 'uqudo' }));
    const present = await things.present(session.id);
    const readings = operations.filter(
      ({ method, name }) => method === 'GET' && !/result|mediaId/.test(name),
    );
    expect(readings.length).toBeGreaterThan(15);
    for (const operation of readings) {
      const isAdmins = operation.roles?.includes('admin') && !operation.roles.includes('app');
      const credential = isAdmins ? gateway.environment['BOOTSTRAP_ADMIN_KEY']! : tenant.appKey;
      const own = operation.byKey ? credential : (session.clientToken as string);
      const answer = await call(operation, present, `Bearer ${own}`);
      expect([operation.name, await entriesOf(answer)]).toEqual([operation.name, []]);
    }
  });
});

describe(`on ${storageKind}, of changes by several admins at once`, () => {
  const atOnce = 8;
  const times = Array.from({ length: atOnce }, (_, index) => index);
  const names = times.map((time) => `name ${time}`);

  async function told(subjectId: string, type: string) {
    const where = { subjectId, type };
    const entries = await gateway.app
      .get(Database)
      .client.journalEntry.findMany({ where, orderBy: { seq: 'asc' } });
    return entries.map(({ data }) => data as { before: unknown; after: unknown });
  }

  it('each tells as its beginning what the one before it has left', async () => {
    const { id, accounts } = await makeTenant(gateway, [vove]);
    const [at, account] = [`/v1/admin/tenants/${id}`, accounts['vove'] ?? ''];
    const flow = (seconds: number) => ({ perProvider: {}, expiresInSeconds: 60 + seconds });
    await Promise.all([
      ...names.map((name) => gateway.admin.patch(at, { name })),
      ...names.map((name) => gateway.admin.patch(`${at}/provider-accounts/${account}`, { name })),
      ...times.map((time) => gateway.admin.put(`${at}/flows/raced`, flow(time))),
    ]);
    for (const [subject, type] of [
      [id, 'tenant.changed'],
      [account, 'provider_account.changed'],
      [`${id}/raced`, 'flow.changed'],
    ] as const) {
      const changes = await told(subject, type);
      expect(changes).toHaveLength(atOnce);
      const left = changes.slice(0, -1).map(({ after }) => after);
      expect(changes.slice(1).map(({ before }) => before)).toEqual(left);
    }
  });

  it('that remove or revoke the same thing one does, and nothing changes it afterwards', async () => {
    const { id, accounts } = await makeTenant(gateway, [vove]);
    const [at, account] = [`/v1/admin/tenants/${id}`, accounts['vove'] ?? ''];
    const key = await created(
      gateway.admin.post(`${at}/api-keys`, { role: 'app', mode: 'test', name: 'raced' }),
    );
    const answers = await Promise.all(
      times.flatMap(() => [
        gateway.admin.delete(`${at}/provider-accounts/${account}`),
        gateway.admin.patch(`${at}/provider-accounts/${account}`, { enabled: false }),
        gateway.admin.delete(`${at}/api-keys/${String(key['id'])}`),
      ]),
    );
    expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
    const typesOf = async (subjectId: string) => {
      const where = { subjectId, type: { notIn: aside } };
      const orderBy = { seq: 'asc' } as const;
      const rows = await gateway.app.get(Database).client.journalEntry.findMany({ where, orderBy });
      return rows.map(({ type }) => type);
    };
    const ofAccount = await typesOf(account);
    expect(ofAccount.indexOf('provider_account.removed')).toBe(ofAccount.length - 1);
    expect(await typesOf(String(key['id']))).toEqual(['api_key.created', 'api_key.revoked']);
  });
});

describe(`on ${storageKind}, the keys of auditors`, () => {
  /** Every row, but for the work that the gateway does by itself and when a key was used last. */
  async function everything(): Promise<Record<string, string>> {
    const database = gateway.app.get(Database);
    const tables = await database.query<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.tables
       WHERE table_schema = 'public' AND table_name NOT IN ('instances', 'vendor_exchanges')`,
      [],
    );
    const digests = tables.map(async ({ name }) => {
      const [row] = await database.query<{ digest: string | null }>(
        `SELECT md5(string_agg(row::text, '' ORDER BY row::text)) AS digest
         FROM (SELECT to_jsonb(t) - 'last_used_at' AS row FROM "${name}" AS t) AS rows
         WHERE row->>'type' IS DISTINCT FROM 'api_key.used'`,
        [],
      );
      return [name, row?.digest ?? ''] as const;
    });
    return Object.fromEntries(await Promise.all(digests));
  }

  /** Nothing of the tenant goes on, so that nothing changes by itself. */
  async function atRest(): Promise<Ids> {
    const session = await created(tenant.app.post('/v1/sessions', { provider: 'vove', forceCreation: true }));
    const present = await things.present(session.id);
    await gateway.app.get(Database).client.callback.updateMany({
      where: { nextAttemptAt: { not: null } },
      data: { status: 'failed', nextAttemptAt: null },
    });
    const open = await tenant.app.get(
      '/v1/sessions?status=created&status=pending&status=in_progress&status=processing&limit=200',
    );
    for (const { id } of open.body.data) await tenant.app.post(`/v1/sessions/${id}/cancel`);
    await eventually(
      () => gateway.app.get(Database).client.session.count({ where: { endedAt: null } }),
      (count) => count === 0,
    );
    return present;
  }

  it.each(['a tenant', 'the platform'])('of %s change nothing, whatever they ask for', async (whose) => {
    const key =
      whose === 'a tenant'
        ? await makeKey(gateway.admin, tenant.id, 'auditor', 'live')
        : (
            await created(
              gateway.admin.post('/v1/admin/api-keys', { role: 'auditor', mode: 'live', name: 'a' }),
            )
          ).secret;
    const present = await atRest();
    const before = await everything();
    expect(Object.keys(before).length).toBeGreaterThan(10);
    let admitted = 0;
    for (const operation of operations) {
      const { status } = await call(operation, present, `Bearer ${key}`);
      if (operation.method !== 'GET') {
        expect([operation.name, status]).toEqual([operation.name, 403]);
      } else if (status === 200) {
        admitted += 1;
      }
    }
    expect(admitted).toBeGreaterThan(8);
    expect(await everything()).toEqual(before);
  });
});
