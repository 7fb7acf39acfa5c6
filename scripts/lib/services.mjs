import pg from 'pg';
import { createClient } from '@redis/client';

const patienceMs = 5_000;

/** Where the services are that tests run against. */
const services = {
  TEST_DATABASE_URL: process.env.TEST_DATABASE_URL || 'postgresql://postgres@127.0.0.1:5432/postgres',
  TEST_REDIS_URL: process.env.TEST_REDIS_URL || 'redis://127.0.0.1:6379',
};

/** The environment that leads tests to the services. Ends this process when one of them does not answer. */
export async function answeringServices() {
  const found = await Promise.all([
    problemWith('PostgreSQL', 'TEST_DATABASE_URL', askPostgres),
    problemWith('Redis', 'TEST_REDIS_URL', askRedis),
  ]);
  const problems = found.filter(Boolean);
  if (problems.length === 0) return services;
  console.error(problems.join('\n'));
  process.exit(2);
}

/** Rejects when PostgreSQL does not answer, or is of no use to the tests. */
export async function askPostgres() {
  const client = new pg.Client({
    connectionString: services.TEST_DATABASE_URL,
    connectionTimeoutMillis: patienceMs,
  });
  await client.connect();
  try {
    const { rows } = await client.query(
      'SELECT rolcreatedb OR rolsuper AS may FROM pg_roles WHERE rolname = current_user',
    );
    if (!rows[0]?.may) throw new Error('the user may not create databases, which each test does');
  } finally {
    await client.end();
  }
}

export async function askRedis() {
  const client = createClient({
    url: services.TEST_REDIS_URL,
    socket: { connectTimeout: patienceMs, reconnectStrategy: false },
  });
  client.on('error', () => undefined);
  await client.connect();
  await client.ping();
  await client.close();
}

async function problemWith(name, setting, ask) {
  try {
    await ask();
    return null;
  } catch (error) {
    // The host and no more: the address may hold a password.
    const where = URL.canParse(services[setting]) ? new URL(services[setting]).host : 'its address';
    const why = error.code ?? error.message;
    return `${name} at ${where} cannot be used: ${why}. Start it, or name another one in ${setting}.`;
  }
}
