import { newestFirst, type Place } from '../common/keyset.js';
import type { Statements } from './database.js';

/** Rows of one table, in several strands of one of its indexes, each of them ordered by time and id. */
export interface Strands {
  readonly table: 'sessions' | 'journal_entries';
  /** The column that orders them. */
  readonly at: string;
  /** The columns that lead the index before it. All are text. */
  readonly keys: readonly string[];
  /** Each strand's values of them. Without a key there is one strand, and it is the whole of what `always` leaves. */
  readonly values: readonly (readonly string[])[];
  /** Further conditions, each with a value, for what is left of a strand. */
  readonly where?: readonly Condition[];
  /** A further condition without a value. */
  readonly always?: string;
}

/** `sql` has `?` where its value stands. The row is `one`. */
export interface Condition {
  readonly sql: string;
  readonly value: unknown;
}

/** From the one time on and before the other; null: no bound. */
export interface Window {
  readonly from: Date | null;
  readonly before: Date | null;
}

interface Found extends Place {
  readonly strand: number;
}

/** Of many strands, most give few rows or none to a page. */
const firstLook = 8;

/**
 * The ids of the newest rows of all strands together, in order. What it costs depends on the number of strands and
 * on the limit, and not on how many rows there are or how far down the list `after` is.
 */
export async function newestOf(
  on: Statements,
  strands: Strands,
  window: Window,
  after: Place | null,
  limit: number,
): Promise<string[]> {
  const look = (each: Strands, perStrand: number) => newest(on, each, window, after, { perStrand, limit });
  const { values } = strands;
  const perStrand = values.length > 1 ? Math.min(firstLook, limit) : limit;
  const seen = await look(strands, perStrand);
  if (perStrand === limit) return seen.map(({ id }) => id);
  const rows = new Map<number, number>();
  for (const { strand } of seen) rows.set(strand, (rows.get(strand) ?? 0) + 1);
  const mayHaveMore = [...rows].flatMap(([strand, count]) => (count === perStrand ? [strand] : []));
  if (mayHaveMore.length === 0) return seen.map(({ id }) => id);
  const again = mayHaveMore.map((strand) => values[strand] ?? []);
  const more = await look({ ...strands, values: again }, limit);
  const others = seen.filter(({ strand }) => !mayHaveMore.includes(strand));
  return [...others, ...more]
    .sort(newestFirst)
    .slice(0, limit)
    .map(({ id }) => id);
}

async function newest(
  on: Statements,
  { table, at, keys, values, where = [], always = 'true' }: Strands,
  { from, before }: Window,
  after: Place | null,
  { perStrand, limit }: { perStrand: number; limit: number },
): Promise<Found[]> {
  if (values.length === 0) return [];
  // One upper bound: of two, the index might begin at the further one and read all that lies between.
  const end = before !== null && (after === null || before <= after.at) ? { at: before, id: '' } : after;
  const parameters: unknown[] = [from ?? '-infinity', end?.at ?? 'infinity', end?.id ?? '', perStrand, limit];
  const place = (value: unknown) => `$${parameters.push(value)}`;
  const numbers = `${place(values.map((_, index) => index))}::int[]`;
  const columns = keys.map((_, index) => `${place(values.map((strand) => strand[index]))}::text[]`);
  const same = keys.map((key) => `one.${key} = strand.${key}`);
  const further = where.map(({ sql, value }) => sql.replace('?', place(value)));
  return on.query<Found>(
    `SELECT newest.strand, newest.at, newest.id
     FROM unnest(${[numbers, ...columns].join(', ')}) AS strand (${['number', ...keys].join(', ')})
     CROSS JOIN LATERAL (
       SELECT strand.number AS strand, ${at} AS at, id FROM ${table} AS one
       WHERE ${[...same, always, ...further].join(' AND ')}
         AND ${at} >= $1::timestamptz AND (${at}, id) < ($2::timestamptz, $3)
       ORDER BY ${at} DESC, id DESC LIMIT $4) AS newest
     ORDER BY newest.at DESC, newest.id DESC LIMIT $5`,
    parameters,
  );
}
