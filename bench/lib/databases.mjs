import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { inRoot } from './paths.mjs';

/** An empty database on the given server, dropped at the end. */
export async function freshDatabase(closing, serverUrl, purpose) {
  const name = `idv_bench_${purpose}_${randomBytes(6).toString('hex')}`;
  const onServer = (statement) => withClient(serverUrl, (client) => client.query(statement));
  closing.add(() => onServer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
  await onServer(`CREATE DATABASE ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

/** The gateway's own tables, with all their indexes. */
export function createTables(databaseUrl) {
  const folder = inRoot('prisma', 'migrations');
  const names = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return withClient(databaseUrl, async (client) => {
    for (const { name } of names.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      await client.query(readFileSync(path.join(folder, name, 'migration.sql'), 'utf8'));
    }
  });
}

export async function withClient(url, work) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
