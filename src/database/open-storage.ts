import type { Settings } from '../config/settings.js';
import { openEmbeddedStorage } from './embedded-storage.js';
import { openPostgresStorage } from './postgres-storage.js';
import type { Storage } from './storage.js';

/** The storage that the settings name. Throws `DirectoryInUseError` when another process has the embedded one. */
export async function openStorage({ databaseUrl, databasePool, dataDir }: Settings): Promise<Storage> {
  return databaseUrl ? openPostgresStorage(databaseUrl, databasePool) : openEmbeddedStorage(dataDir);
}
