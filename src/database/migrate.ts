import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Sql } from './storage.js';

/** The advisory lock that Prisma's own migrate command takes, so that neither disturbs the other. */
const prismaMigrateLock = 72_707_369;

/** The same place seen from `src/database` and from `dist/database`. */
const migrationsFolder = fileURLToPath(new URL('../../prisma/migrations', import.meta.url));

interface Migration {
  readonly name: string;
  readonly script: string;
  readonly checksum: string;
}

export class MigrationError extends Error {
  override readonly name = 'MigrationError';
}

/**
 * Applies what is missing, each migration in a transaction of its own, under a lock: of two processes
 * that start at once, one migrates and the other waits. The records are the ones that Prisma's CLI
 * keeps, so that `prisma migrate status` and `deploy` agree.
 */
export async function migrate(sql: Sql, folder = migrationsFolder): Promise<string[]> {
  await sql.query(`SELECT pg_advisory_lock(${prismaMigrateLock})`);
  try {
    await sql.script(recordsTable);
    const applied = await appliedChecksums(sql);
    const fresh: string[] = [];
    for (const migration of readMigrations(folder)) {
      const checksum = applied.get(migration.name);
      if (checksum === undefined) {
        await apply(sql, migration);
        fresh.push(migration.name);
      } else if (checksum !== migration.checksum) {
        throw new MigrationError(`The migration ${migration.name} was changed after it had been applied.`);
      }
    }
    return fresh;
  } finally {
    await sql.query(`SELECT pg_advisory_unlock(${prismaMigrateLock})`);
  }
}

/** Shape as Prisma makes it. */
const recordsTable = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum VARCHAR(64) NOT NULL,
  finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL,
  logs TEXT,
  rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0
)`;

async function appliedChecksums(sql: Sql): Promise<Map<string, string>> {
  const rows = await sql.query(
    'SELECT migration_name, checksum, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL',
  );
  const unfinished = rows.find((row) => row['finished_at'] === null);
  if (unfinished) {
    throw new MigrationError(
      `The migration ${String(unfinished['migration_name'])} stopped half-way. Resolve it with "prisma migrate resolve".`,
    );
  }
  return new Map(rows.map((row) => [String(row['migration_name']), String(row['checksum'])]));
}

async function apply(sql: Sql, { name, script, checksum }: Migration): Promise<void> {
  await sql.script('BEGIN');
  try {
    await sql.script(script);
    await sql.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, now(), now(), 1)`,
      [randomUUID(), checksum, name],
    );
    await sql.script('COMMIT');
  } catch (error) {
    await sql.script('ROLLBACK');
    throw error;
  }
}

function readMigrations(folder: string): Migration[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => {
      const bytes = readFileSync(join(folder, name, 'migration.sql'));
      return {
        name,
        script: bytes.toString('utf8'),
        checksum: createHash('sha256').update(bytes).digest('hex'),
      };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
