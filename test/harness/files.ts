import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Every file below a folder of the gateway's own. */
export function filesIn(environment: Readonly<Record<string, string>>, folder: string): string[] {
  const path = join(environment['DATA_DIR'] ?? '', folder);
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .map((name) => join(path, name))
    .filter((file) => statSync(file).isFile());
}
