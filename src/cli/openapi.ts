import 'reflect-metadata';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppModule } from '../app.module.js';
import { describeApi } from '../app.openapi.js';
import { setUpApp } from '../app.setup.js';
import { readSettings } from '../config/settings.js';

/** Writes the API description to the named file: `npm run openapi` keeps the committed one fresh. */
const [file = 'openapi.json'] = process.argv.slice(2);
const dataDir = mkdtempSync(join(tmpdir(), 'idv-openapi-'));
const bootstrapAdminKey = `idv_admin_live_${'x'.repeat(32)}`;
const settings = readSettings({
  DATA_DIR: dataDir,
  LOG_LEVEL: 'silent',
  BOOTSTRAP_ADMIN_KEY: bootstrapAdminKey,
});
const app = await setUpApp(settings, AppModule.with(settings));
writeFileSync(file, `${JSON.stringify(describeApi(app), null, 2)}\n`);
await app.close();
rmSync(dataDir, { recursive: true, force: true });
