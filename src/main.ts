import 'reflect-metadata';
import { AppModule } from './app.module.js';
import { listen, setUpApp } from './app.setup.js';
import { environment } from './config/environment.js';
import { readSettings, SettingsError } from './config/settings.js';
import { DirectoryInUseError } from './database/directory-lock.js';
import { MigrationError } from './database/migrate.js';

try {
  const settings = readSettings(environment);
  const app = await setUpApp(settings, AppModule.with(settings));
  const url = await listen(app, settings);
  process.stdout.write(`idv-gateway listens on ${url} (API description: ${url}/docs)\n`);
} catch (error) {
  const expected =
    error instanceof SettingsError || error instanceof DirectoryInUseError || error instanceof MigrationError;
  process.stderr.write(`${expected ? error.message : String((error as Error).stack)}\n`);
  process.exit(1);
}
