import 'reflect-metadata';
import { environment } from '../config/environment.js';
import { readSettings } from '../config/settings.js';
import { createKey, createKeyUsage } from './idv/create-key.js';
import { migrateDatabase } from './idv/migrate.js';

const usage = `usage: npm run idv -- <command>

  migrate         brings the database to this version
  ${createKeyUsage}
`;

const [command, subcommand, ...rest] = process.argv.slice(2);

async function run(): Promise<string> {
  if (command === 'migrate') return migrateDatabase(readSettings(environment));
  if (command === 'keys' && subcommand === 'create') return createKey(readSettings(environment), rest);
  throw new Error(usage);
}

try {
  process.stdout.write(`${await run()}\n`);
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
