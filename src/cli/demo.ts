import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppModule } from '../app.module.js';
import { listen, setUpApp } from '../app.setup.js';
import { environment } from '../config/environment.js';
import { readSettings, SettingsError } from '../config/settings.js';
import { startSandboxes } from '../sandbox/catalog.js';
import { demoUsage, readArguments, type DemoArguments } from './demo/arguments.js';
import { makeDemoTenant } from './demo/tenant.js';
import { ableTo, verify } from './demo/verification.js';

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const { once, providers, outcome } = readOrExit(process.argv.slice(2));

function readOrExit(args: string[]): DemoArguments {
  if (args.includes('--help')) {
    print(demoUsage);
    process.exit(0);
  }
  try {
    return readArguments(args);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${demoUsage}`);
    process.exit(1);
  }
}

print('Starting the gateway on embedded storage, and a stand-in server for each vendor …');
const sandboxes = await startSandboxes();
const chosen = sandboxes.filter(({ vendor }) => providers.includes(vendor));
const played = await ableTo(outcome, chosen);
for (const { vendor } of chosen.filter((sandbox) => !played.includes(sandbox)))
  print(`${vendor}: no session there can end ${outcome}, so it is left out`);
if (played.length === 0) process.exit(1);

const dataDir = mkdtempSync(join(tmpdir(), 'idv-demo-'));
const adminKey = `idv_admin_live_${randomBytes(24).toString('hex')}`;
const given = {
  PORT: once ? '0' : '3000',
  LOG_LEVEL: 'error',
  ...environment,
  DATABASE_URL: '',
  REDIS_URL: '',
  NODE_ENV: '',
};
const settings = readSettings({
  ...given,
  DATA_DIR: dataDir,
  BOOTSTRAP_ADMIN_KEY: adminKey,
  OUTBOUND_ALLOW_PRIVATE: 'true',
});

const app = await setUpApp(settings, AppModule.with(settings));
const gateway = await listen(app, settings).catch((error: unknown) => {
  rmSync(dataDir, { recursive: true, force: true });
  if (!(error instanceof SettingsError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});

async function stop(code: number): Promise<never> {
  await app.close();
  await Promise.all(sandboxes.map((sandbox) => sandbox.close()));
  rmSync(dataDir, { recursive: true, force: true });
  process.exit(code);
}

const { tenantId, appKey, auditorKey } = await makeDemoTenant(gateway, adminKey, sandboxes);
const verified = await Promise.all(played.map((sandbox) => verify(gateway, appKey, sandbox, outcome, print)));

print('');
for (const { provider, status, sessionId, asExpected } of verified) {
  print(`${asExpected ? '✔' : '✘'} ${provider}: ${status} (${sessionId})`);
}
const allAsExpected = verified.every(({ asExpected }) => asExpected);
if (once) await stop(allAsExpected ? 0 : 1);

// Not `once`: NestJS sends itself the signal again after its own tidying up, which would cut ours off.
let stopping: Promise<never> | undefined;
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void (stopping ??= stop(0)));
const names = {
  GATEWAY: gateway,
  TENANT: tenantId,
  APP_KEY: appKey,
  AUDITOR_KEY: auditorKey,
  ADMIN_KEY: adminKey,
  ...Object.fromEntries(sandboxes.map(({ vendor, url }) => [vendor.toUpperCase(), url])),
};
print(`
The gateway stays up until you press Ctrl+C. The API and its description: ${gateway}/docs
For the walk-through in README.md, paste this into another terminal. ADMIN_KEY is the platform's; the last
three are the stand-in vendors, each with a control API under /_sandbox.

${Object.entries(names)
  .map(([name, value]) => `  export ${name}=${value}`)
  .join('\n')}

Create a session and open its hostedUrl in a browser:

  curl -s "$GATEWAY/v1/sessions" -H "Authorization: Bearer $APP_KEY" -H 'Content-Type: application/json' -d '{"provider":"uqudo"}'
`);
