import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { withSql } from './open-storage.js';
import type { TestStorage } from './storage.js';

/** Every row of every table as text, bytes in hexadecimal. No gateway may be running on embedded storage. */
export async function everyRow(storage: TestStorage): Promise<string> {
  return withSql(storage, async (sql) => {
    const tables = await sql.query(
      `SELECT quote_ident(table_schema) || '.' || quote_ident(table_name) AS name FROM information_schema.tables
       WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`,
    );
    const texts: string[] = [];
    for (const { name } of tables) {
      const rows = await sql.query(`SELECT to_jsonb(t)::text AS row FROM ${String(name)} t`);
      texts.push(...rows.map(({ row }) => `${String(name)} ${String(row)}`));
    }
    return texts.join('\n');
  });
}

/** Every byte of every file below the folder, one character a byte. */
export function everyByte(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path, 'latin1'))
    .join('\n');
}
