import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { makeDataDirectory } from '../config/data-directory.js';

/** Another process works on the data directory. */
export class DirectoryInUseError extends Error {
  override readonly name = 'DirectoryInUseError';

  constructor(directory: string) {
    super(
      `The data directory ${directory} is in use by another gateway process. Stop that one first, give this one ` +
        'another DATA_DIR, or use PostgreSQL (DATABASE_URL) to run several side by side.',
    );
  }
}

/**
 * Two processes on one embedded database lose each other's rows without a word, so the second is
 * refused. The lock is an operating-system file lock held through SQLite: it dies with its process,
 * however that ends, and leaves nothing to clean up.
 */
export function lockDirectory(directory: string): { release(): void } {
  makeDataDirectory(directory);
  const file = new DatabaseSync(join(directory, 'gateway.lock'), { timeout: 0 });
  try {
    file.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE;');
  } catch {
    file.close();
    throw new DirectoryInUseError(resolve(directory));
  }
  return { release: () => file.close() };
}
