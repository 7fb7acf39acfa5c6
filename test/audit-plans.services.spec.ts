import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database, type Statements } from '../src/database/database.js';
import { Journal } from '../src/journal/journal.js';
import { anyEntry, type EntryFilter } from '../src/journal/search/entry-filter.js';
import { SearchEntries } from '../src/journal/search/search-entries.js';
import { SearchSessions } from '../src/sessions/search/search-sessions.js';
import { anySession, type SessionFilter } from '../src/sessions/search/session-filter.js';
import { SessionKinds } from '../src/sessions/search/session-kinds.js';
import { SessionStore } from '../src/sessions/session-store.js';
import { Tenants } from '../src/tenants/tenants.js';
import { startGateway, type TestGateway } from './harness/gateway.js';
import { makeHistory } from './harness/made-up-history.js';
import { makeTenant } from './harness/tenant.js';

/** What PostgreSQL says of one step of how it worked. */
interface Step {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly Step[];
}

const sessionCount = 30_000;
const pageSize = 50;
/** A table of a few hundred rows is rightly read from end to end. */
const largeTables = ['sessions', 'journal_entries'];
/** Of a tenant's own making: some hundreds of kinds of session, each of which may give a page. */
const mostRowsToSort = 400 * (pageSize + 1);

let gateway: TestGateway;
let tenantId: string;
let plans: Step[] = [];
let sessions: SearchSessions;
let entries: SearchEntries;

beforeAll(async () => {
  gateway = await startGateway();
  tenantId = (await makeTenant(gateway, [])).id;
  const database = gateway.app.get(Database);
  await makeHistory(database, tenantId, sessionCount);
  await database.query('ANALYZE', []);
  const explained = explaining(database);
  const kinds = new SessionKinds(explained);
  sessions = new SearchSessions(explained, gateway.app.get(SessionStore), kinds, gateway.app.get(Tenants));
  entries = new SearchEntries(explained, gateway.app.get(Journal));
});
afterAll(() => gateway.close());

/** The database, which also notes how each statement of a search is worked off. */
function explaining(database: Database): Database {
  const query: Statements['query'] = async <T>(text: string, values: readonly unknown[]) => {
    const [row] = await database.query<{ 'QUERY PLAN': { Plan: Step }[] }>(
      `EXPLAIN (ANALYZE, FORMAT JSON) ${text}`,
      values,
    );
    plans.push(row!['QUERY PLAN'][0]!.Plan);
    return database.query<T>(text, values);
  };
  return Object.create(database, { query: { value: query } }) as Database;
}

async function stepsOf(search: () => Promise<unknown>): Promise<Step[]> {
  plans = [];
  await search();
  const all = (step: Step): Step[] => [step, ...(step.Plans ?? []).flatMap(all)];
  expect(plans.length).toBeGreaterThan(0);
  return plans.flatMap(all);
}

const days = (count: number) => new Date(Date.now() - count * 86_400_000);
const week = { createdFrom: days(50), createdTo: days(43) };
const ended = { endedFrom: days(50), endedTo: days(43) };

const sessionQuestions: Readonly<Record<string, Partial<SessionFilter>>> = {
  'nothing in particular': {},
  status: { status: ['approved'] },
  statuses: { status: ['failed', 'cancelled'] },
  provider: { provider: 'vove' },
  outcome: { outcome: 'review' },
  attempts: { attempts: 3 },
  revision: { revised: true },
  'a rare flow': { flow: 'seldom' },
  mode: { mode: 'test' },
  person: { refId: 'user-77' },
  'external id': { externalId: 'order-77' },
  'creation times': week,
  'end times': ended,
  'a rare mixture': { flow: 'seldom', attempts: 2, provider: 'uqudo', ...week },
  'ends, outcome and provider': { ...ended, outcome: 'declined', provider: 'innovatrics' },
  'person and status': { refId: 'user-77', status: ['approved'], ...ended },
};
const entryQuestions: Readonly<Record<string, Partial<EntryFilter>>> = {
  'nothing in particular': {},
  type: { types: ['routing.changed'] },
  'family of types': { types: ['session.*'] },
  actor: { actor: 'key_1' },
  'actor and type': { actor: 'key_9', types: ['session.result_viewed'] },
  times: { from: days(50), to: days(49) },
  'actor, type and times': { actor: 'uqudo', types: ['session.approved'], from: days(50), to: days(49) },
};

describe(`with ${sessionCount} sessions on postgresql`, () => {
  const expectReadByIndex = (steps: readonly Step[]) => {
    const scans = steps.filter((step) => largeTables.includes(step['Relation Name'] ?? ''));
    expect(scans.length).toBeGreaterThan(0);
    expect(scans.filter((step) => !/^Index( Only)? Scan$/.test(step['Node Type']))).toEqual([]);
    const read = scans.map(
      (step) => ((step['Rows Removed by Filter'] ?? 0) + step['Actual Rows']) * step['Actual Loops'],
    );
    expect(Math.max(...read)).toBeLessThanOrEqual(mostRowsToSort);
    for (const step of steps.filter((each) => each['Node Type'].includes('Sort'))) {
      expect(step.Plans![0]!['Actual Rows']).toBeLessThanOrEqual(mostRowsToSort);
    }
  };

  it.each(Object.entries(sessionQuestions))(
    'sessions asked for by %s are read from an index, and no more of them than may be shown',
    async (_, wanted) => {
      const filter = { ...anySession, ...wanted };
      const scope = { kind: 'tenant', tenantId } as const;
      expectReadByIndex(await stepsOf(() => sessions.run(scope, filter, pageSize, null)));
    },
  );

  it.each(Object.entries(entryQuestions))(
    'entries asked for by %s are read from an index, and no more of them than may be shown',
    async (_, wanted) => {
      const realms = [{ of: 'tenants', ids: [tenantId] } as const];
      const filter = { ...anyEntry, ...wanted };
      expectReadByIndex(await stepsOf(() => entries.run(realms, filter, pageSize, null)));
    },
  );
});
