import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const generatedKeys = z.object({ encryptionKey: z.string(), tokenSigningKey: z.string() });

/** Keys of 32 bytes each, in Base64, as they stand in the data directory. */
export type GeneratedKeys = z.output<typeof generatedKeys>;

/** Null: none have been made there. */
export function findGeneratedKeys(dataDir: string): GeneratedKeys | null {
  const file = fileIn(dataDir);
  return existsSync(file) ? generatedKeys.parse(JSON.parse(readFileSync(file, 'utf8'))) : null;
}

/** Makes them on the first start, readable by their owner alone, in a directory that is there. */
export function ensureGeneratedKeys(dataDir: string): GeneratedKeys {
  const fresh = {
    encryptionKey: randomBytes(32).toString('base64'),
    tokenSigningKey: randomBytes(32).toString('base64'),
  };
  try {
    // `wx`: of two processes that start at once, one writes and both read the same keys.
    writeFileSync(fileIn(dataDir), JSON.stringify(fresh, null, 2), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return findGeneratedKeys(dataDir) ?? fresh;
}

function fileIn(dataDir: string): string {
  return join(dataDir, 'keys.json');
}
