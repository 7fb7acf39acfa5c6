import 'reflect-metadata';
import { environment } from '../config/environment.js';
import { readSettings } from '../config/settings.js';
import { createKey, createKeyUsage } from './idv/create-key.js';
import { migrateDatabase } from './idv/migrate.js';
import { rotateKeys } from './idv/rotate-keys.js';

const usage = `usage: npm run idv -- <command>

  migrate         brings the database to this version
  ${createKeyUsage}
  data rotate-keys
                  seals everything anew with the first of the ENCRYPTION_KEYS
`;

const [command, subcommand, ...rest] = process.argv.slice(2);

async function run(): Promise<string> {
  if (command === 'migrate') return migrateDatabase(readSettings(environment));
  if (command === 'keys' && subcommand === 'create') return createKey(readSettings(environment), rest);
  if (command === 'data' && subcommand === 'rotate-keys') {
    return rotateKeys(readSettings(environment), (line) => process.stdout.write(`${line}\n`));
  }
  throw new Error(usage);
}

try {
  process.stdout.write(`${await run()}\n`);
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
