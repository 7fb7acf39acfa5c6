import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { startGateway } from './harness/gateway.js';
import { outputOf, startMain } from './harness/main-process.js';
import { withSql } from './harness/open-storage.js';
import { secretEnvironment } from './harness/secrets.js';
import { freshStorage, type TestStorage } from './harness/storage.js';
import { plant } from './harness/trace.js';

let storage: TestStorage;

beforeEach(async () => {
  storage = await freshStorage();
});
afterEach(() => storage.drop());

const historyOfKeys = () =>
  withSql(storage, async (sql) => {
    const rows = await sql.query(
      `SELECT type FROM journal_entries WHERE subject_kind = 'api_key' ORDER BY subject_id, seq`,
    );
    return rows.map(({ type }) => type);
  });

it('of processes that start at once on a fresh database, one makes and prints the first admin key', async () => {
  const processes = Array.from({ length: 3 }, () => startMain(storage.environment));
  const listening = await Promise.all(processes.map((each) => each.listening()));
  const printed = processes.flatMap((each) => outputOf(each).match(/idv_admin_live_\w+/g) ?? []);
  expect(printed).toHaveLength(1);
  const [key = ''] = printed.map(plant);
  for (const { as } of listening) expect((await as(key).get('/v1/admin/api-keys')).body.data).toHaveLength(1);
  for (const each of processes) each.kill('SIGTERM');
  await Promise.all(processes.map((each) => each.ended));
  expect(await historyOfKeys()).toEqual(['api_key.created', 'api_key.used']);
}, 60_000);

it('a key that is used in several processes at once is told of in the history once', async () => {
  const environment = secretEnvironment();
  const start = () => startGateway({ storage, environment });
  const gateways = [await start(), await start(), await start()];
  await Promise.all(gateways.map(({ admin }) => admin.get('/v1/admin/tenants')));
  for (const gateway of gateways) await gateway.close();
  expect(await historyOfKeys()).toEqual(['api_key.created', 'api_key.used']);
});
