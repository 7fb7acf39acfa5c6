import { mkdtempSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedStorage } from '../../dist/database/embedded-storage.js';
import { migrate } from '../../dist/database/migrate.js';

/** Makes, once for the whole run, what every test starts from: a migrated embedded database to copy, and a place for traces. */
export default async function setUp() {
  const folder = mkdtempSync(join(tmpdir(), 'idv-test-'));
  process.env.IDV_TEST_FOLDER = folder;
  mkdirSync(join(folder, 'traces'));
  const storage = await openEmbeddedStorage(join(folder, 'template'));
  await storage.withSql((sql) => migrate(sql));
  await storage.close();
}
