import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { newId } from '../src/common/ids.js';
import { Database } from '../src/database/database.js';
import type { JournalEntry, Session } from '../src/database/generated/client.js';
import type { Decision } from '../src/sessions/domain/session.js';
import { statuses } from '../src/sessions/domain/status.js';
import type { Api } from './harness/api.js';
import { startGateway, type TestGateway } from './harness/gateway.js';
import { makeHistory } from './harness/made-up-history.js';
import { storageKind } from './harness/storage.js';
import { makeKey, makeTenant } from './harness/tenant.js';

/**
 * The search against the plainest one there is: all rows read, filtered one by one, sorted. Histories are made up,
 * with every status, outcome, number of attempts and revision in them.
 */
/** Hundreds of pages, on a machine that may be busy otherwise. */
const propertyMs = 120_000;

let gateway: TestGateway;
let tenants: readonly string[];
let auditor: Api;
let platformAuditor: Api;
let sessions: Session[];
let entries: JournalEntry[];

beforeAll(async () => {
  gateway = await startGateway();
  const made = [await makeTenant(gateway, []), await makeTenant(gateway, [], 'Neighbour')];
  tenants = made.map(({ id }) => id);
  auditor = gateway.as(await makeKey(gateway.admin, tenants[0]!, 'auditor', 'live'));
  platformAuditor = await auditorOfPlatform();
  const database = gateway.app.get(Database);
  await makeHistory(database, tenants[0]!, 1_200);
  await makeHistory(database, tenants[1]!, 300);
  sessions = await database.client.session.findMany();
  entries = await database.client.journalEntry.findMany();
});
afterAll(() => gateway.close());

async function auditorOfPlatform(): Promise<Api> {
  const wanted = { role: 'auditor', mode: 'live', name: 'auditor' };
  const { status, body } = await gateway.admin.post('/v1/admin/api-keys', wanted);
  expect(status).toBe(201);
  return gateway.as(body.secret);
}

/** All pages, walked with this limit. */
async function idsFrom(api: Api, path: string, query: URLSearchParams, limit: number): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const page = new URLSearchParams(query);
    page.set('limit', String(limit));
    if (cursor !== null) page.set('cursor', cursor);
    const { status, body } = await api.get(`${path}?${page.toString()}`);
    if (status !== 200) throw new Error(`${page.toString()}: ${JSON.stringify(body)}`);
    expect(body.data.length).toBeLessThanOrEqual(limit);
    ids.push(...body.data.map(({ id }: { id: string }) => id));
    cursor = body.nextCursor as string | null;
  } while (cursor !== null);
  return ids;
}

const newestBy = <T extends { id: string }>(rows: readonly T[], at: (row: T) => Date): string[] =>
  [...rows].sort((a, b) => at(b).getTime() - at(a).getTime() || (a.id < b.id ? 1 : -1)).map(({ id }) => id);

/** Now and then given: of many filters at once most would leave nothing. */
const seldom = <T>(value: fc.Arbitrary<T>, once = 5) =>
  fc.oneof({ weight: once, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value });
const someOf = <T>(values: readonly T[]) => seldom(fc.constantFrom(...values));
const days = (count: number) => new Date(Date.now() - count * 86_400_000);
const someDay = seldom(fc.integer({ min: 0, max: 90 }).map(days));
const someLimit = fc.constantFrom(200, 200, 37);

interface SessionQuery {
  readonly status: readonly string[];
  readonly provider?: string | undefined;
  readonly flow?: string | undefined;
  readonly outcome?: string | undefined;
  readonly attempts?: number | undefined;
  readonly hasRevision?: boolean | undefined;
  readonly refId?: string | undefined;
  readonly externalId?: string | undefined;
  readonly createdFrom?: Date | undefined;
  readonly createdTo?: Date | undefined;
  readonly endedFrom?: Date | undefined;
  readonly endedTo?: Date | undefined;
  readonly tenantId?: string | undefined;
}

type Asked = string | number | boolean | Date | undefined;

function queryOf(wanted: object): URLSearchParams {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(wanted) as [string, Asked | Asked[]][]) {
    for (const one of [value].flat()) {
      if (one !== undefined) query.append(name, one instanceof Date ? one.toISOString() : String(one));
    }
  }
  return query;
}

function isWanted(session: Session, wanted: SessionQuery): boolean {
  const decision = session.decision as Decision | null;
  const same = (asked: unknown, value: unknown) => asked === undefined || asked === value;
  const within = (at: Date | null, from?: Date, to?: Date) =>
    (!from && !to) || (at !== null && (!from || at >= from) && (!to || at < to));
  return (
    (wanted.status.length === 0 || wanted.status.includes(session.status)) &&
    same(wanted.provider, session.provider) &&
    same(wanted.flow, session.flow) &&
    same(wanted.outcome, decision?.outcome) &&
    same(wanted.attempts, session.attempt) &&
    same(wanted.hasRevision, (decision?.revision ?? 0) > 1) &&
    same(wanted.refId, session.refId) &&
    same(wanted.externalId, session.externalId) &&
    same(wanted.tenantId, session.tenantId) &&
    within(session.createdAt, wanted.createdFrom, wanted.createdTo) &&
    within(session.endedAt, wanted.endedFrom, wanted.endedTo)
  );
}

describe(`on ${storageKind}, the search for sessions`, () => {
  const anyQuery = fc.record({
    status: fc.uniqueArray(fc.constantFrom(...statuses), { maxLength: 3 }),
    provider: someOf(['uqudo', 'innovatrics', 'vove', 'none-such']),
    flow: someOf(['default', 'full', 'light', 'seldom']),
    outcome: someOf(['approved', 'declined', 'review']),
    attempts: someOf([1, 2, 3, 4]),
    hasRevision: someOf([true, false]),
    refId: seldom(
      fc.integer({ min: 0, max: 400 }).map((n) => `user-${n}`),
      15,
    ),
    externalId: seldom(
      fc.integer({ min: 0, max: 600 }).map((n) => `order-${n}`),
      15,
    ),
    createdFrom: someDay,
    createdTo: someDay,
    endedFrom: someDay,
    endedTo: someDay,
  });

  it(
    'finds by every mixture of filters what a plain look at every row finds, in the same order, page by page',
    async () => {
      const byTenant = sessions.filter(({ tenantId }) => tenantId === tenants[0]);
      let pages = 0;
      await fc.assert(
        fc.asyncProperty(anyQuery, someLimit, async (wanted, limit) => {
          const isByEnd = wanted.endedFrom !== undefined || wanted.endedTo !== undefined;
          const expected = newestBy(
            byTenant.filter((session) => isWanted(session, wanted)),
            ({ createdAt, endedAt }) => (isByEnd ? endedAt! : createdAt),
          );
          expect(await idsFrom(auditor, '/v1/audit/sessions', queryOf(wanted), limit)).toEqual(expected);
          pages += Math.ceil(expected.length / limit);
        }),
        { numRuns: 150 },
      );
      expect(pages).toBeGreaterThan(100);
    },
    propertyMs,
  );

  it('finds by every filter alone some sessions and leaves out others', async () => {
    const byTenant = sessions.filter(({ tenantId }) => tenantId === tenants[0]).length;
    const alone: SessionQuery[] = [
      { status: ['declined'] },
      { status: [], provider: 'vove' },
      { status: [], flow: 'light' },
      { status: [], outcome: 'review' },
      { status: [], attempts: 2 },
      { status: [], hasRevision: true },
      { status: [], refId: 'user-7' },
      { status: [], externalId: 'order-9' },
      { status: [], createdFrom: days(10) },
      { status: [], createdTo: days(10) },
      { status: [], endedFrom: days(10) },
      { status: [], endedTo: days(10) },
    ];
    for (const wanted of alone) {
      const found = await idsFrom(auditor, '/v1/audit/sessions', queryOf(wanted), 200);
      expect(found.length).toBeGreaterThan(0);
      expect(found.length).toBeLessThan(byTenant);
    }
  });

  it("shows a platform's auditor all tenants, or the one that is named, and a tenant's auditor none but its own", async () => {
    const all = await idsFrom(platformAuditor, '/v1/audit/sessions', queryOf({ provider: 'vove' }), 200);
    const vove = sessions.filter(({ provider }) => provider === 'vove');
    expect(all).toEqual(newestBy(vove, ({ createdAt }) => createdAt));
    const named = await idsFrom(
      platformAuditor,
      '/v1/audit/sessions',
      queryOf({ tenantId: tenants[1] }),
      200,
    );
    expect(named).toHaveLength(300);
    const own = await idsFrom(auditor, '/v1/audit/sessions', new URLSearchParams(), 200);
    expect(own).toHaveLength(1_200);
    const foreign = await auditor.get(`/v1/audit/sessions?tenantId=${tenants[1]}`);
    expect(foreign).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  });

  it('finds what a process of the version before has written, of a kind that was never there', async () => {
    const database = gateway.app.get(Database);
    const { id } = await makeTenant(gateway, [], 'Upgrading');
    const old = newId('vs');
    await database.query(
      `INSERT INTO sessions (id, tenant_id, mode, ref_id, flow, provider, account_id, attempt, status, metadata, progress,
         routing, last_seq, version, idle_checks, refusals, streaming, created_at, updated_at, expires_at)
       VALUES ($1, $2, 'live', 'user-1', 'default', 'vove', 'pac_old', 1, 'created', '{}', '[]', '{}', 1, 1, 0, 0, false,
         now(), now(), now())`,
      [old, id],
    );
    const find = (status: string) =>
      idsFrom(platformAuditor, '/v1/audit/sessions', queryOf({ tenantId: id, status }), 10);
    expect(await find('created')).toEqual([old]);
    await database.query(`UPDATE sessions SET status = 'pending' WHERE id = $1`, [old]);
    expect([await find('created'), await find('pending')]).toEqual([[], [old]]);
  });

  it('tells of a filter that cannot be meant, and of a cursor that is none', async () => {
    for (const query of [
      'outcome=maybe',
      'attempts=0',
      'attempts=many',
      'hasRevision=perhaps',
      'endedFrom=yesterday',
      'status=nowhere',
      'limit=201',
      'color=red',
    ]) {
      const { status, body } = await auditor.get(`/v1/audit/sessions?${query}`);
      expect({ query, status, code: body.code, path: body.errors?.[0]?.path }).toEqual({
        query,
        status: 400,
        code: 'invalid_request',
        path: query.split('=')[0],
      });
    }
    const { status, body } = await auditor.get('/v1/audit/sessions?cursor=eyJh');
    expect({ status, code: body.code }).toEqual({ status: 400, code: 'invalid_cursor' });
  });
});

interface EntryQuery {
  readonly type: readonly string[];
  readonly actor?: string | undefined;
  readonly subject?: string | undefined;
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
}

function isMeant(entry: JournalEntry, { type, actor, subject, from, to }: EntryQuery): boolean {
  const isOfType = (word: string) =>
    word.endsWith('.*') ? entry.type.startsWith(word.slice(0, -1)) : entry.type === word;
  return (
    (type.length === 0 || type.some(isOfType)) &&
    (actor === undefined || actor === entry.actorId) &&
    (subject === undefined || subject === entry.subjectId) &&
    (!from || entry.at >= from) &&
    (!to || entry.at < to)
  );
}

describe(`on ${storageKind}, the search of the journal`, () => {
  const types = [
    'session.created',
    'session.approved',
    'session.result_viewed',
    'routing.changed',
    'session.*',
    'api_key.*',
    'nothing.ever',
  ];

  it(
    'finds by every mixture of filters what a plain look at every entry finds, in the same order, page by page',
    async () => {
      const own = entries.filter(({ tenantId }) => tenantId === tenants[0]);
      const subjects = [
        ...new Set(own.slice(0, 400).map(({ subjectId }) => subjectId)),
        `${tenants[0]!}/routing`,
      ];
      const anyQuery = fc.record({
        type: fc.uniqueArray(fc.constantFrom(...types), { maxLength: 3 }),
        actor: someOf(['key_0', 'key_1', 'key_9', 'uqudo', 'vove', 'key_admin', 'nobody']),
        subject: someOf(subjects),
        from: someDay,
        to: someDay,
      });
      await fc.assert(
        fc.asyncProperty(anyQuery, async (wanted) => {
          const expected = newestBy(
            own.filter((entry) => isMeant(entry, wanted)),
            ({ at }) => at,
          );
          const found = await idsFrom(auditor, '/v1/audit/entries', queryOf(wanted), 200);
          // The journal goes on: the use of a key is an entry as well.
          const known = new Set(own.map(({ id }) => id));
          expect(found.filter((id) => known.has(id))).toEqual(expected);
        }),
        { numRuns: 40 },
      );
    },
    propertyMs,
  );

  it("shows a platform's auditor the entries of all tenants and of the platform itself", async () => {
    const wanted = { type: ['routing.changed', 'api_key.created'] };
    const expected = newestBy(
      (await gateway.app.get(Database).client.journalEntry.findMany()).filter((entry) =>
        isMeant(entry, wanted),
      ),
      ({ at }) => at,
    );
    expect(await idsFrom(platformAuditor, '/v1/audit/entries', queryOf(wanted), 10)).toEqual(expected);
    const platform = await platformAuditor.get('/v1/audit/entries?type=api_key.created');
    expect(platform.body.data.map(({ tenantId }: { tenantId: string | null }) => tenantId)).toContain(null);
    const foreign = await auditor.get(`/v1/audit/entries?tenantId=${tenants[1]}`);
    expect(foreign).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    const ofNeighbour = await auditor.get(`/v1/audit/entries?subject=${tenants[1]}`);
    expect(ofNeighbour.body).toEqual({ data: [], nextCursor: null });
  });

  it('tells of a filter that cannot be meant, and of a cursor that is none', async () => {
    for (const query of ['type=*', 'type=session.*.more', 'from=noon', 'limit=0', 'actors=x']) {
      const { status, body } = await auditor.get(`/v1/audit/entries?${query}`);
      expect({ query, status, code: body.code }).toEqual({ query, status: 400, code: 'invalid_request' });
    }
    const { status, body } = await auditor.get('/v1/audit/entries?cursor=eyJh');
    expect({ status, code: body.code }).toEqual({ status: 400, code: 'invalid_cursor' });
  });
});
