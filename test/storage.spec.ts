import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  cpSync,
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { migrationDiff } from '../scripts/lib/schema-engine.mjs';
import { readSettings, SettingsError } from '../src/config/settings.js';
import { DirectoryInUseError } from '../src/database/directory-lock.js';
import { openEmbeddedStorage } from '../src/database/embedded-storage.js';
import { migrate, MigrationError } from '../src/database/migrate.js';
import { outputOf, startMain } from './harness/main-process.js';
import { withSql } from './harness/open-storage.js';
import { secretEnvironment } from './harness/secrets.js';
import { freshStorage, storageKind, type TestStorage } from './harness/storage.js';
import { plant } from './harness/trace.js';

const migrationsDir = fileURLToPath(new URL('../prisma/migrations', import.meta.url));
const migrationNames = readdirSync(migrationsDir, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();
const whenEmbedded = storageKind === 'embedded' ? describe : describe.skip;
const testMs = 60_000;

let storage: TestStorage;
let dataDir: string;

beforeEach(async () => {
  storage = await freshStorage();
  dataDir = storage.environment['DATA_DIR'] ?? '';
});
afterEach(() => storage.drop());

whenEmbedded('a data directory', () => {
  it(
    'belongs to one process: the second is refused with a clear word, and the first goes on',
    async () => {
      const secrets = secretEnvironment();
      const first = startMain({ ...storage.environment, ...secrets });
      const { as } = await first.listening();
      const admin = as(secrets['BOOTSTRAP_ADMIN_KEY'] ?? null);

      const second = startMain({ ...storage.environment, ...secrets });
      expect(await second.ended).toEqual({ code: 1, signal: null });
      expect(second.stderr()).toBe(`${new DirectoryInUseError(dataDir).message}\n`);
      expect(second.stdout()).not.toContain('listens on');
      await expect(openEmbeddedStorage(dataDir)).rejects.toThrow(DirectoryInUseError);

      const made = await admin.post('/v1/admin/tenants', { name: 'Still here' });
      expect(made.status).toBe(201);
      first.kill('SIGTERM');
      await first.ended;
    },
    testMs,
  );

  it(
    'is free again at once when its process is killed, with all that was committed',
    async () => {
      const secrets = secretEnvironment();
      const first = startMain({ ...storage.environment, ...secrets });
      const admin = (await first.listening()).as(secrets['BOOTSTRAP_ADMIN_KEY'] ?? null);
      const { body: tenant } = await admin.post('/v1/admin/tenants', { name: 'Written down' });
      first.kill('SIGKILL');
      await first.ended;

      const next = startMain({ ...storage.environment, ...secrets });
      const again = (await next.listening()).as(secrets['BOOTSTRAP_ADMIN_KEY'] ?? null);
      expect((await again.get(`/v1/admin/tenants/${tenant.id}`)).body).toMatchObject({
        name: 'Written down',
      });
      next.kill('SIGTERM');
      await next.ended;
    },
    testMs,
  );
});

describe(`on ${storageKind}, migrations`, () => {
  it('lead to the schema, all of it and nothing else', async () => {
    const schemaPath = fileURLToPath(new URL('../prisma/schema.prisma', import.meta.url));
    expect(await migrationDiff({ schemaPath, migrationsDir })).toBe('');
  });

  it('that several processes apply at once are applied once', async () => {
    const fresh = storageKind === 'embedded' ? await inTurn(3) : await atOnce(4);
    // The template that embedded tests start from is migrated already.
    expect(fresh.flat()).toEqual(storageKind === 'embedded' ? [] : migrationNames);
    const rows = await withSql(storage, (sql) =>
      sql.query('SELECT migration_name FROM _prisma_migrations ORDER BY migration_name'),
    );
    expect(rows.map((row) => row['migration_name'])).toEqual(migrationNames);
  });

  const applyAll = () => withSql(storage, (sql) => migrate(sql));
  const atOnce = (times: number) => Promise.all(Array.from({ length: times }, applyAll));
  async function inTurn(times: number): Promise<string[][]> {
    const fresh = [];
    for (let turn = 0; turn < times; turn += 1) fresh.push(await applyAll());
    return fresh;
  }

  it("are recorded as Prisma's own command records them", async () => {
    const { columns, rows } = await withSql(storage, async (sql) => {
      await migrate(sql);
      return {
        columns: await sql.query(
          `SELECT column_name || ' ' || data_type || coalesce('(' || character_maximum_length || ')', '')
                  || CASE is_nullable WHEN 'NO' THEN ' NOT NULL' ELSE '' END
                  || coalesce(' DEFAULT ' || column_default, '') AS described
           FROM information_schema.columns WHERE table_name = '_prisma_migrations' ORDER BY ordinal_position`,
        ),
        rows: await sql.query('SELECT * FROM _prisma_migrations ORDER BY migration_name'),
      };
    });
    expect(columns.map(({ described }) => described)).toEqual([
      'id character varying(36) NOT NULL',
      'checksum character varying(64) NOT NULL',
      'finished_at timestamp with time zone',
      'migration_name character varying(255) NOT NULL',
      'logs text',
      'rolled_back_at timestamp with time zone',
      'started_at timestamp with time zone NOT NULL DEFAULT now()',
      'applied_steps_count integer NOT NULL DEFAULT 0',
    ]);
    expect(rows).toMatchObject(
      migrationNames.map((name) => ({
        migration_name: name,
        checksum: createHash('sha256')
          .update(readFileSync(join(migrationsDir, name, 'migration.sql')))
          .digest('hex'),
        finished_at: expect.any(Date),
        rolled_back_at: null,
        logs: null,
        applied_steps_count: 1,
      })),
    );
  });

  describe('in a folder that has been tampered with', () => {
    let folder: string;

    beforeEach(() => {
      folder = join(dataDir, 'migrations');
      cpSync(migrationsDir, folder, { recursive: true });
    });

    it('are refused when one was changed after it had been applied, naming it', async () => {
      const changed = migrationNames[0] ?? '';
      await applyAll();
      appendFileSync(join(folder, changed, 'migration.sql'), '\n-- one more thought\n');
      const again = withSql(storage, (sql) => migrate(sql, folder));
      await expect(again).rejects.toThrow(MigrationError);
      await expect(again).rejects.toThrow(`${changed} was changed after it had been applied`);
    });

    it('leave nothing behind when one fails half-way, and go on once it is mended', async () => {
      const next = join(folder, '29990101000000_next');
      mkdirSync(next);
      const good = 'CREATE TABLE half_made (id TEXT);\n';
      writeFileSync(join(next, 'migration.sql'), `${good}SELECT no_such_column FROM half_made;\n`);
      const outcome = await withSql(storage, async (sql) => {
        const failed = await migrate(sql, folder).then(
          () => false,
          () => true,
        );
        const [made] = await sql.query(`SELECT to_regclass('half_made') IS NOT NULL AS here`);
        writeFileSync(join(next, 'migration.sql'), good);
        return { failed, halfMade: made?.['here'], mended: await migrate(sql, folder) };
      });
      expect(outcome).toEqual({ failed: true, halfMade: false, mended: ['29990101000000_next'] });
    });

    it('are refused while one stands as unfinished', async () => {
      const refused = withSql(storage, async (sql) => {
        await migrate(sql, folder);
        await sql.query(`UPDATE _prisma_migrations SET finished_at = NULL`);
        await migrate(sql, folder);
      });
      await expect(refused).rejects.toThrow('stopped half-way');
    });
  });
});

/** Wrong values, each with something in it that may not be repeated. */
const wrong: Readonly<Record<string, string>> = {
  PORT: '30000-unrepeatable-1',
  PUBLIC_URL: 'ftp://unrepeatable-2.example',
  DATABASE_URL: 'mysql://user:unrepeatable-3@db.example/idv',
  DATABASE_POOL: '1-unrepeatable-4',
  REDIS_URL: 'http://user:unrepeatable-5@redis.example',
  LOG_LEVEL: 'unrepeatable-6',
  TRUST_PROXY: 'unrepeatable-7',
  OUTBOUND_ALLOW_PRIVATE: 'unrepeatable-8',
  ENCRYPTION_KEYS: 'unrepeatable-9',
  TOKEN_SIGNING_KEY: 'unrepeatable-10',
  BOOTSTRAP_ADMIN_KEY: 'idv_admin_live_unrepeatable-11',
};

describe('wrong settings', () => {
  it(
    'stop the start with code 1, each named with an example and none repeated',
    async () => {
      const child = startMain({ ...storage.environment, ...wrong });
      expect(await child.ended).toEqual({ code: 1, signal: null });
      const lines = child.stderr().split('\n');
      for (const name of Object.keys(wrong)) {
        expect(lines).toContainEqual(expect.stringMatching(new RegExp(`^  - ${name} must .+ Example: .+`)));
      }
      expect(outputOf(child)).not.toContain('unrepeatable');
      expect(outputOf(child)).not.toContain('    at ');
    },
    testMs,
  );

  it.each(Object.entries(wrong))('are told of one by one as well: %s', (name, value) => {
    let error: unknown;
    try {
      readSettings({ [name]: value });
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(SettingsError);
    expect((error as SettingsError).problems).toHaveLength(1);
    expect((error as SettingsError).message).toContain(name);
    expect((error as SettingsError).message).not.toContain('unrepeatable');
  });

  it(
    'that only their use shows to be wrong stop the start as well, by name and without a stack',
    async () => {
      const taken = createServer().listen(0, '127.0.0.1');
      await once(taken, 'listening');
      const { port } = taken.address() as AddressInfo;
      const file = join(dataDir, 'a-file');
      writeFileSync(file, '');
      const useless: Record<string, string>[] = [
        { PORT: String(port) },
        { DATABASE_URL: `postgresql://unrepeatable:unrepeatable@127.0.0.1:${port}/unrepeatable` },
        { DATABASE_URL: '', DATA_DIR: file },
      ];
      // Hangs up on whoever takes it for a database.
      taken.on('connection', (socket) => socket.destroy());
      for (const settings of useless) {
        const child = startMain({ ...storage.environment, ...settings });
        expect(await child.ended).toEqual({ code: 1, signal: null });
        expect(child.stderr()).toContain(`- ${Object.keys(settings).at(-1)} `);
        expect(child.stderr()).toContain('Example: ');
        expect(child.stderr()).not.toMatch(/unrepeatable|at .*\.js:/);
      }
      taken.close();
    },
    testMs,
  );

  it(
    'in production are missing keys too: none are made, and nothing is written',
    async () => {
      const untouched = join(dataDir, 'untouched');
      const child = startMain({ ...storage.environment, DATA_DIR: untouched, NODE_ENV: 'production' });
      expect(await child.ended).toEqual({ code: 1, signal: null });
      for (const name of ['ENCRYPTION_KEYS', 'TOKEN_SIGNING_KEY'])
        expect(child.stderr()).toContain(`${name} is missing`);
      expect(child.stderr()).toContain('Example: the output of: openssl rand -base64 32');
      expect(existsSync(untouched)).toBe(false);
    },
    testMs,
  );
});

describe(`on ${storageKind}, the first start`, () => {
  const adminKeys = (text: string): string[] => text.match(/idv_admin_live_\w+/g) ?? [];

  it(
    'makes keys that only their owner can read, and prints one admin key, which the second start does not',
    async () => {
      const first = startMain(storage.environment);
      const { as } = await first.listening();
      const keys = adminKeys(outputOf(first));
      expect(keys).toHaveLength(1);
      const key = plant(keys[0] ?? '');
      expect((await as(key).get('/v1/admin/tenants')).status).toBe(200);
      first.kill('SIGTERM');
      await first.ended;
      const keyFile = join(dataDir, 'keys.json');
      expect(statSync(keyFile).mode & 0o777).toBe(0o600);
      const made = readFileSync(keyFile, 'utf8');

      const second = startMain(storage.environment);
      const again = await second.listening();
      expect((await again.as(key).get('/v1/admin/tenants')).status).toBe(200);
      expect(adminKeys(outputOf(second))).toEqual([]);
      expect(readFileSync(keyFile, 'utf8')).toBe(made);
      second.kill('SIGTERM');
      await second.ended;
    },
    testMs,
  );

  it(
    'takes BOOTSTRAP_ADMIN_KEY for an admin key of the platform, and prints none',
    async () => {
      const secrets = secretEnvironment();
      const child = startMain({ ...storage.environment, ...secrets });
      const { as } = await child.listening();
      expect((await as(secrets['BOOTSTRAP_ADMIN_KEY'] ?? '').get('/v1/admin/tenants')).status).toBe(200);
      expect((await as(`idv_admin_live_${'0'.repeat(48)}`).get('/v1/admin/tenants')).status).toBe(401);
      child.kill('SIGTERM');
      await child.ended;
      for (const secret of Object.values(secrets)) expect(outputOf(child)).not.toContain(secret);
      expect(adminKeys(outputOf(child))).toEqual([]);
      expect(existsSync(join(dataDir, 'keys.json'))).toBe(false);
    },
    testMs,
  );
});
