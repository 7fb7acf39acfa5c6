import { createHash, randomBytes } from 'node:crypto';
import { creationOf, returnOrigin } from './creation.mjs';
import { createTables, freshDatabase, withClient } from './databases.mjs';
import { startProcess } from './processes.mjs';

/** The bare handler on the same tables as the gateway's, with the same tenant, account, policy and key. */
export async function startBareHandler(closing, database, account) {
  const databaseUrl = await freshDatabase(closing, database.url, 'bare');
  await createTables(databaseUrl);
  const apiKey = await fill(databaseUrl, account);
  const { firstLine: url, ...uses } = await startProcess(closing, ['bench/bare-handler.mjs'], {
    DATABASE_URL: databaseUrl,
    DATABASE_POOL: String(database.pool),
  });
  return { name: 'bare', ...creationOf(url, apiKey), databaseUrl, ...uses, memory: [], created: 0 };
}

async function fill(databaseUrl, { settings, credentials }) {
  const secret = randomBytes(24).toString('hex');
  const apiKey = `idv_app_test_${secret}`;
  const policy = { rules: [], default: { use: [{ provider: 'innovatrics', weight: 100 }], fallback: [] } };
  await withClient(databaseUrl, async (client) => {
    await client.query(
      `INSERT INTO tenants (id, name, allowed_origins, retention_days, created_at, updated_at)
       VALUES ('ten_bench', 'Bench', ARRAY[$1], 90, now(), now())`,
      [returnOrigin],
    );
    await client.query(
      `INSERT INTO provider_accounts
         (id, tenant_id, provider, name, mode, settings, sealed_credentials, credential_fields, enabled, created_at, updated_at)
       VALUES ('pac_bench', 'ten_bench', 'innovatrics', 'sandbox', 'test', $1, $2, '{}', true, now(), now())`,
      [settings, Buffer.from(JSON.stringify(credentials))],
    );
    await client.query(
      `INSERT INTO routing_policies (id, tenant_id, version, policy, created_at)
       VALUES ('pol_bench', 'ten_bench', 1, $1, now())`,
      [policy],
    );
    await client.query(
      `INSERT INTO api_keys (id, tenant_id, role, mode, name, prefix, secret_hash, created_at)
       VALUES ('key_bench', 'ten_bench', 'app', 'test', 'bench', $1, $2, now())`,
      [`idv_app_test_${secret.slice(0, 8)}`, createHash('sha256').update(apiKey).digest()],
    );
  });
  return apiKey;
}
