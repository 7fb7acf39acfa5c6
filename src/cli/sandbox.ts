import { startSandboxes } from '../sandbox/catalog.js';

const firstPort = 4101;

const running = await startSandboxes({ firstPort });
for (const { vendor, url, account } of running) {
  process.stdout.write(`${vendor}: ${url}\n`);
  process.stdout.write(`  settings     ${JSON.stringify(account.settings)}\n`);
  process.stdout.write(`  credentials  ${JSON.stringify(account.credentials)}\n`);
  process.stdout.write(`  control      ${url}/_sandbox\n`);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void Promise.all(running.map((sandbox) => sandbox.close())).then(() => process.exit(0));
  });
}
