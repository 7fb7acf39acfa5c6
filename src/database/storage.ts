import type { SqlDriverAdapterFactory } from '@prisma/client/runtime/client';

/** Where the rows are kept: PostgreSQL, or PostgreSQL embedded in this process. One SQL dialect for both. */
export interface Storage {
  readonly kind: 'embedded' | 'postgresql';
  readonly adapter: SqlDriverAdapterFactory;
  /** One statement with its values, prepared once a connection. For the few that every session creation makes. */
  query<T>(text: string, values: readonly unknown[]): Promise<T[]>;
  /** Runs work on one connection of its own, for migrations. */
  withSql<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface Sql {
  /** Several statements, no values. */
  script(text: string): Promise<void>;
  query(text: string, values?: readonly unknown[]): Promise<Record<string, unknown>[]>;
}
