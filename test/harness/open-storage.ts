import { openEmbeddedStorage } from '../../src/database/embedded-storage.js';
import { openPostgresStorage } from '../../src/database/postgres-storage.js';
import type { Sql } from '../../src/database/storage.js';
import type { TestStorage } from './storage.js';

/** Works on the rows behind the back of any gateway. On the embedded database none may be running. */
export async function withSql<T>({ environment }: TestStorage, work: (sql: Sql) => Promise<T>): Promise<T> {
  const { DATABASE_URL: url, DATA_DIR: directory } = environment;
  const storage = url ? openPostgresStorage(url, 2) : await openEmbeddedStorage(directory ?? '');
  try {
    return await storage.withSql(work);
  } finally {
    await storage.close();
  }
}
