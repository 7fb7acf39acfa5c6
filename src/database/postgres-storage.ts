import { createHash } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { useless } from '../config/settings.js';
import type { Storage } from './storage.js';

export function openPostgresStorage(url: string, connections: number): Storage {
  const pool = new pg.Pool({ connectionString: url, max: connections, application_name: 'idv-gateway' });
  // A lost idle connection is replaced at the next query; without a listener it would end the process.
  pool.on('error', () => undefined);
  return {
    kind: 'postgresql',
    // Named statements are planned once per connection instead of once per query.
    adapter: new PrismaPg(pool, {
      statementNameGenerator: ({ sql }) => statementName(sql),
    }),
    query: async <T>(text: string, values: readonly unknown[]) => {
      const { rows } = await pool.query<T & pg.QueryResultRow>({
        name: statementName(text),
        text,
        values: [...values],
      });
      return rows;
    },
    withSql: async (work) => {
      const client = new pg.Client({ connectionString: url, application_name: 'idv-gateway migrations' });
      await client.connect().catch((error: unknown) => {
        throw useless('DATABASE_URL', 'leads to no database that lets the gateway in', error);
      });
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

const statementNames = new Map<string, string>();
const mostStatementNames = 5_000;

/** PostgreSQL cuts names at 63 characters, so a statement is named by its digest. */
function statementName(text: string): string {
  const known = statementNames.get(text);
  if (known !== undefined) return known;
  // Lists of varying length make statements without end.
  if (statementNames.size >= mostStatementNames) statementNames.clear();
  const name = createHash('sha1').update(text).digest('base64url');
  statementNames.set(text, name);
  return name;
}
