import { randomUUID } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';

/** Where one test's gateway keeps its rows. */
export interface TestStorage {
  /** For the gateway's settings. */
  readonly environment: Readonly<Record<string, string>>;
  drop(): Promise<void>;
}

const folder = process.env['IDV_TEST_FOLDER'] ?? '';
/** Set for the runs on PostgreSQL: a server on which databases may be made. */
const server = process.env['TEST_DATABASE_URL'];

export const storageKind = server ? 'postgresql' : 'embedded';

export async function freshStorage(): Promise<TestStorage> {
  const dataDir = mkdtempSync(join(folder, 'data-'));
  const removeFolder = () => rmSync(dataDir, { recursive: true, force: true });
  if (!server) {
    cpSync(join(folder, 'template', 'database'), join(dataDir, 'database'), { recursive: true });
    return { environment: { DATA_DIR: dataDir }, drop: async () => removeFolder() };
  }
  const name = `idv_test_${randomUUID().replaceAll('-', '')}`;
  await onServer(`CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    environment: { DATA_DIR: dataDir, DATABASE_URL: url.href, DATABASE_POOL: '8' },
    drop: async () => {
      await onServer(`DROP DATABASE ${name} WITH (FORCE)`);
      removeFolder();
    },
  };
}

async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query(statement);
  await client.end();
}
