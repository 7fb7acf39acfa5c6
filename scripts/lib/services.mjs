import pg from 'pg';
import { createClient } from 'redis';

const patienceMs = 5_000;

/** The services that tests run against, as their environment. Ends this process when one does not answer. */
export async function answeringServices() {
  const services = {
    TEST_DATABASE_URL: process.env.TEST_DATABASE_URL || 'postgresql://postgres@127.0.0.1:5432/postgres',
    TEST_REDIS_URL: process.env.TEST_REDIS_URL || 'redis://127.0.0.1:6379',
  };
  const problems = await Promise.all([
    problemWith('PostgreSQL', 'TEST_DATABASE_URL', services, askPostgres),
    problemWith('Redis', 'TEST_REDIS_URL', services, askRedis),
  ]);
  const found = problems.filter(Boolean);
  if (found.length > 0) {
    console.error(found.join('\n'));
    process.exit(2);
  }
  return services;
}

async function problemWith(name, setting, services, ask) {
  try {
    await ask(services[setting]);
    return null;
  } catch (error) {
    // The host and no more: the address may hold a password.
    const where = URL.parse(services[setting])?.host ?? 'this address';
    return `${name} does not answer at ${where} (${error.code ?? error.message}). Start it, or name another in ${setting}.`;
  }
}

async function askPostgres(connectionString) {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: patienceMs });
  await client.connect();
  try {
    const { rows } = await client.query(
      'SELECT rolcreatedb OR rolsuper AS may FROM pg_roles WHERE rolname = current_user',
    );
    if (!rows[0]?.may) throw new Error('the user may not create databases, and each test makes one');
  } finally {
    await client.end();
  }
}

async function askRedis(url) {
  const client = createClient({ url, socket: { connectTimeout: patienceMs, reconnectStrategy: false } });
  client.on('error', () => undefined);
  await client.connect();
  await client.ping();
  await client.close();
}
