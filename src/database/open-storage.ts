import type { Settings } from '../config/settings.js';
import type { Storage } from './storage.js';

/**
 * The storage that the settings name; only that one is loaded. Throws `DirectoryInUseError` when another
 * process has the embedded one.
 */
export async function openStorage({ databaseUrl, databasePool, dataDir }: Settings): Promise<Storage> {
  if (databaseUrl) {
    const { openPostgresStorage } = await import('./postgres-storage.js');
    return openPostgresStorage(databaseUrl, databasePool);
  }
  const { openEmbeddedStorage } = await import('./embedded-storage.js');
  return openEmbeddedStorage(dataDir);
}
