import { accessSync, constants, mkdirSync } from 'node:fs';
import { useless } from './settings.js';

/** Makes it where it is missing, readable by its owner alone. Throws `SettingsError` when it cannot be used. */
export function makeDataDirectory(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    accessSync(directory, constants.R_OK | constants.W_OK);
  } catch (error) {
    throw useless('DATA_DIR', 'is no folder that can be written to', error);
  }
}
