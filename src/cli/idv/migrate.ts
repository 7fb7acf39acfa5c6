import type { Settings } from '../../config/settings.js';
import { migrate } from '../../database/migrate.js';
import { openStorage } from '../../database/open-storage.js';

/** Brings the database to this version, without starting the gateway. */
export async function migrateDatabase(settings: Settings): Promise<string> {
  const storage = await openStorage(settings);
  try {
    const applied = await storage.withSql((sql) => migrate(sql));
    return applied.length === 0 ? 'The database is up to date.' : `Applied: ${applied.join(', ')}`;
  } finally {
    await storage.close();
  }
}
