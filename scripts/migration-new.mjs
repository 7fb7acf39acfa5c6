// Writes the migration that brings the database to prisma/schema.prisma: npm run migration:new -- <name>
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { migrationDiff, migrationLock } from './lib/schema-engine.mjs';

const name = process.argv[2] ?? '';
if (!/^[a-z][a-z0-9_]*$/.test(name)) {
  console.error('Give the migration a name in lower case: npm run migration:new -- add_tenant_name');
  process.exit(2);
}

const migrationsDir = path.resolve('prisma/migrations');
const sql = await migrationDiff({ schemaPath: path.resolve('prisma/schema.prisma'), migrationsDir });
if (sql === '') {
  console.log('Nothing to do: the migrations and prisma/schema.prisma agree.');
} else {
  const time = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
  const file = path.join(migrationsDir, `${time}_${name}`, 'migration.sql');
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, sql);
  await writeFile(path.join(migrationsDir, 'migration_lock.toml'), migrationLock);
  console.log(`Wrote ${path.relative('.', file)}. Read it before you commit it: Prisma cannot see a rename.`);
}
