import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Settings } from './settings.js';

/** Keys of 32 bytes each. */
export interface Keys {
  /** The first encrypts, all decrypt. */
  readonly encryption: readonly Buffer[];
  readonly tokenSigning: Buffer;
}

const storedKeys = z.object({ encryptionKey: z.string(), tokenSigningKey: z.string() });

/**
 * The keys from the settings. Outside production, missing ones are made on first start and kept in the
 * data directory, readable by its owner alone: losing them would lose everything encrypted.
 */
export function resolveKeys(settings: Settings): Keys {
  const { encryptionKeys, tokenSigningKey } = settings;
  const stored = encryptionKeys && tokenSigningKey ? null : generatedKeys(settings.dataDir);
  const fromBase64 = (key: string): Buffer => Buffer.from(key, 'base64');
  return {
    encryption: (encryptionKeys ?? [stored?.encryptionKey ?? '']).map(fromBase64),
    tokenSigning: fromBase64(tokenSigningKey ?? stored?.tokenSigningKey ?? ''),
  };
}

function generatedKeys(dataDir: string): z.output<typeof storedKeys> {
  const file = join(dataDir, 'keys.json');
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const fresh = {
    encryptionKey: randomBytes(32).toString('base64'),
    tokenSigningKey: randomBytes(32).toString('base64'),
  };
  try {
    // `wx`: of two processes that start at once, one writes and both read the same keys.
    writeFileSync(file, JSON.stringify(fresh, null, 2), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return storedKeys.parse(JSON.parse(readFileSync(file, 'utf8')));
}
