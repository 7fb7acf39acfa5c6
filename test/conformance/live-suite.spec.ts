import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ProviderCatalog } from '../../src/providers/catalog.js';
import { startSandboxes } from '../../src/sandbox/catalog.js';
import type { Sandbox } from '../../src/sandbox/kit/sandbox.js';
import { neededCredentials } from './port/credentials.js';
import { runScript } from '../harness/child-process.js';

/** A run of the suite is a whole run of jest. */
const patienceMs = 240_000;

let sandboxes: Sandbox[];
beforeAll(async () => {
  sandboxes = await startSandboxes();
});
afterAll(() => Promise.all(sandboxes.map((sandbox) => sandbox.close())));

async function runSuite(environment: Readonly<Record<string, string>>) {
  const child = runScript('scripts/test.mjs', ['--live'], environment);
  const { code } = await child.ended;
  return { code, output: child.stdout() + child.stderr() };
}

function variables({ vendor, account }: Sandbox): [string, string][] {
  const name = `LIVE_${vendor.toUpperCase()}`;
  return [
    [`${name}_SETTINGS`, JSON.stringify(account.settings)],
    [`${name}_CREDENTIALS`, JSON.stringify(account.credentials)],
  ];
}

it(
  'with the accounts in the environment every vendor is checked, and no credential comes out',
  async () => {
    const { code, output } = await runSuite(Object.fromEntries(sandboxes.flatMap(variables)));
    expect(code === 0 ? '' : output).toBe('');
    for (const { vendor, account } of sandboxes) {
      expect(output).toContain(`${vendor}: checked`);
      for (const secret of Object.values(account.credentials)) expect(output).not.toContain(secret);
    }
  },
  patienceMs,
);

it(
  'a failure names what was expected, and no credential comes out',
  async () => {
    const [sandbox] = sandboxes;
    if (!sandbox) throw new Error('no stand-in');
    const provider = new ProviderCatalog().get(sandbox.vendor);
    const needed = neededCredentials({ provider, account: sandbox.account, standIn: null });
    const wrong = Object.entries(needed).map(([name, value]) => [name, `${value}-wrong`]);
    const account = { ...sandbox.account, credentials: Object.fromEntries(wrong) as Record<string, string> };
    const { code, output } = await runSuite(Object.fromEntries(variables({ ...sandbox, account })));
    expect(code).not.toBe(0);
    expect(output).toContain('unauthorized');
    for (const secret of Object.values(account.credentials)) expect(output).not.toContain(secret);
  },
  patienceMs,
);

it(
  'an account that does not fit fails, and what it holds does not come out',
  async () => {
    const [sandbox] = sandboxes;
    const name = `LIVE_${sandbox?.vendor.toUpperCase() ?? ''}_SETTINGS`;
    const { code, output } = await runSuite({ [name]: '{"planted": "c0ffee-c0ffee"}' });
    expect(code).not.toBe(0);
    expect(output).toContain(`${name} does not fit`);
    expect(output).not.toContain('c0ffee-c0ffee');
  },
  patienceMs,
);

it(
  'without them it says of every vendor what is missing, and succeeds',
  async () => {
    const { code, output } = await runSuite({});
    expect(code).toBe(0);
    for (const { vendor } of sandboxes) {
      expect(output).toContain(`${vendor}: skipped, for LIVE_${vendor.toUpperCase()}_SETTINGS is not set`);
    }
  },
  patienceMs,
);
