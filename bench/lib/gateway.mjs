import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { creationOf, returnOrigin } from './creation.mjs';
import { freshDatabase } from './databases.mjs';
import { root } from './paths.mjs';
import { startProcess } from './processes.mjs';

/** The gateway as an operator runs it, with one tenant, one vendor account and one app key. */
export async function startGateway(closing, database, account) {
  const { url, adminKey, ...running } = await startGatewayProcess(closing, database, 'gateway');
  const apiKey = await setUpTenant(url, adminKey, account);
  return { name: 'gateway', ...creationOf(url, apiKey), ...running, memory: [], created: 0 };
}

/** As an operator runs it, on an empty database of its own. */
export async function startGatewayProcess(closing, database, purpose) {
  const databaseUrl = await freshDatabase(closing, database.url, purpose);
  const dataDir = mkdtempSync(path.join(tmpdir(), 'idv-bench-'));
  closing.add(() => rmSync(dataDir, { recursive: true, force: true }));
  const adminKey = `idv_admin_live_${randomBytes(24).toString('hex')}`;
  const { firstLine, ...uses } = await startProcess(closing, startArguments(), {
    DATABASE_URL: databaseUrl,
    DATABASE_POOL: String(database.pool),
    DATA_DIR: dataDir,
    PORT: '0',
    LOG_LEVEL: 'error',
    RATE_LIMIT_PER_MINUTE: '10000000',
    ENCRYPTION_KEYS: randomBytes(32).toString('base64'),
    TOKEN_SIGNING_KEY: randomBytes(32).toString('base64'),
    BOOTSTRAP_ADMIN_KEY: adminKey,
  });
  const url = /https?:\/\/[^\s)]+/.exec(firstLine)?.[0];
  if (!url) throw new Error(`the gateway did not say where it listens: ${firstLine}`);
  return { url, adminKey, databaseUrl, ...uses };
}

/** As `npm start` does it. */
function startArguments() {
  const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  return scripts.start.split(' ').slice(1);
}

async function setUpTenant(url, adminKey, { settings, credentials }) {
  const create = creatorAt(url, adminKey);
  const { id } = await create('/v1/admin/tenants', { name: 'Bench', allowedOrigins: [returnOrigin] });
  await create(`/v1/admin/tenants/${id}/provider-accounts`, {
    provider: 'innovatrics',
    name: 'sandbox',
    mode: 'test',
    // Nobody is verified here, so nothing is to be asked before the run ends.
    settings: { ...settings, pollSeconds: 3600 },
    credentials,
  });
  await send('PUT', `${url}/v1/admin/tenants/${id}/provider`, adminKey, { provider: 'innovatrics' });
  const key = await create(`/v1/admin/tenants/${id}/api-keys`, { role: 'app', mode: 'test', name: 'bench' });
  return key.secret;
}

/** Makes things with this key. */
export function creatorAt(url, key) {
  return (where, body) => send('POST', url + where, key, body);
}

async function send(method, url, key, body) {
  const answer = await fetch(url, {
    method,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`setting up the gateway: ${answer.status} ${await answer.text()}`);
  return answer.json();
}
