import { join } from 'node:path';
import { PGlite, type PGliteOptions } from '@electric-sql/pglite';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import { lockDirectory } from './directory-lock.js';
import type { Sql, Storage } from './storage.js';

/** PostgreSQL compiled to WebAssembly, in `<directory>/database`. */
export async function openEmbeddedStorage(directory: string, options: PGliteOptions = {}): Promise<Storage> {
  const lock = lockDirectory(directory);
  const pglite = await PGlite.create(join(directory, 'database'), options);
  const sql: Sql = {
    script: async (text) => {
      await pglite.exec(text);
    },
    query: async (text, values) =>
      (await pglite.query<Record<string, unknown>>(text, values ? [...values] : [])).rows,
  };
  return {
    kind: 'embedded',
    adapter: new PrismaPGlite(pglite),
    query: async <T>(text: string, values: readonly unknown[]) =>
      (await pglite.query<T>(text, [...values])).rows,
    withSql: (work) => work(sql),
    close: async () => {
      await pglite.close();
      lock.release();
    },
  };
}
