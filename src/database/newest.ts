import type { Place } from '../common/keyset.js';
import type { Statements } from './database.js';

/** Rows of one table, in several strands of one of its indexes, each of them ordered by time and id. */
export interface Strands {
  readonly table: 'sessions' | 'journal_entries';
  /** The column that orders them. */
  readonly at: string;
  /** The columns that lead the index before it, and each strand's values of them. All are text. */
  readonly keys: readonly string[];
  readonly values: readonly (readonly string[])[];
  /** Further conditions, each with a value, for what is left of a strand. */
  readonly where?: readonly Condition[];
  /** Further conditions without values. */
  readonly always?: string;
}

/** `sql` has `?` where its value stands. */
export interface Condition {
  readonly sql: string;
  readonly value: unknown;
}

/** From the one time on and before the other; null: no bound. */
export interface Window {
  readonly from: Date | null;
  readonly before: Date | null;
}

/**
 * The ids of the newest rows of all strands together, in order. What it costs depends on the number of strands and
 * on the limit, and not on how many rows there are or how far down the list `after` is.
 */
export async function newestOf(
  on: Statements,
  { table, at, keys, values, where = [], always = 'true' }: Strands,
  { from, before }: Window,
  after: Place | null,
  limit: number,
): Promise<string[]> {
  if (values.length === 0) return [];
  // One upper bound: of two, the index might begin at the further one and read all that lies between.
  const end = before !== null && (after === null || before <= after.at) ? { at: before, id: '' } : after;
  const parameters: unknown[] = [from ?? '-infinity', end?.at ?? 'infinity', end?.id ?? '', limit];
  const place = (value: unknown) => `$${parameters.push(value)}`;
  // Without a key there is one strand, and it is the whole of what `always` leaves.
  const columns = keys.map((_, index) => `${place(values.map((strand) => strand[index]))}::text[]`);
  const strands =
    keys.length === 0
      ? '(SELECT 1) AS strand'
      : `unnest(${columns.join(', ')}) AS strand (${keys.join(', ')})`;
  const same = keys.map((key) => `one.${key} = strand.${key}`);
  const further = where.map(({ sql, value }) => sql.replace('?', place(value)));
  const conditions = [...same, always, ...further].join(' AND ');
  const rows = await on.query<{ id: string }>(
    `SELECT newest.id FROM ${strands}
     CROSS JOIN LATERAL (
       SELECT id, ${at} AS at FROM ${table} AS one
       WHERE ${conditions}
         AND ${at} >= $1::timestamptz AND (${at}, id) < ($2::timestamptz, $3)
       ORDER BY ${at} DESC, id DESC LIMIT $4) AS newest
     ORDER BY newest.at DESC, newest.id DESC LIMIT $4`,
    parameters,
  );
  return rows.map(({ id }) => id);
}
