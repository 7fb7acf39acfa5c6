import { makeDataDirectory } from './data-directory.js';
import { ensureGeneratedKeys, type GeneratedKeys } from './generated-keys.js';
import type { Settings } from './settings.js';

/** Keys of 32 bytes each. */
export interface Keys {
  /** The first encrypts, all decrypt. */
  readonly encryption: readonly Buffer[];
  readonly tokenSigning: Buffer;
}

/**
 * The keys from the settings. Outside production, missing ones are made on first start and kept in the
 * data directory, readable by its owner alone: losing them would lose everything encrypted.
 */
export function resolveKeys(settings: Settings): Keys {
  const { encryptionKeys, tokenSigningKey } = settings;
  const stored = encryptionKeys && tokenSigningKey ? null : keptIn(settings.dataDir);
  const fromBase64 = (key: string): Buffer => Buffer.from(key, 'base64');
  return {
    encryption: (encryptionKeys ?? [stored?.encryptionKey ?? '']).map(fromBase64),
    tokenSigning: fromBase64(tokenSigningKey ?? stored?.tokenSigningKey ?? ''),
  };
}

function keptIn(dataDir: string): GeneratedKeys {
  makeDataDirectory(dataDir);
  return ensureGeneratedKeys(dataDir);
}
