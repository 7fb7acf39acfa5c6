import { createHash } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import type { Storage } from './storage.js';

export function openPostgresStorage(url: string, connections: number): Storage {
  const pool = new pg.Pool({ connectionString: url, max: connections, application_name: 'idv-gateway' });
  // A lost idle connection is replaced at the next query; without a listener it would end the process.
  pool.on('error', () => undefined);
  return {
    kind: 'postgresql',
    // Named statements are planned once per connection instead of once per query.
    adapter: new PrismaPg(pool, {
      statementNameGenerator: ({ sql }) => createHash('sha1').update(sql).digest('base64url'),
    }),
    withSql: async (work) => {
      const client = new pg.Client({ connectionString: url, application_name: 'idv-gateway migrations' });
      await client.connect();
      try {
        return await work({
          script: async (text) => {
            await client.query(text);
          },
          query: async (text, values) =>
            (await client.query<Record<string, unknown>>(text, values ? [...values] : [])).rows,
        });
      } finally {
        await client.end();
      }
    },
    close: () => pool.end(),
  };
}
