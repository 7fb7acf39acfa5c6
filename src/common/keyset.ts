import { isId, type IdPrefix } from './ids.js';
import { Problem } from './problems/problem.js';

/** A place in a list that is ordered by time and id, newest first. Any page costs the same: it is no number of rows. */
export interface Place {
  readonly at: Date;
  readonly id: string;
}

export interface Page<T> {
  readonly data: readonly T[];
  readonly nextCursor: string | null;
}

export function newestFirst(a: Place, b: Place): number {
  return b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : -1);
}

/** Of rows that were asked for with one more than the limit, which says whether there is a next page. */
export function pageOf<T>(rows: readonly T[], limit: number, placeOf: (row: T) => Place): Page<T> {
  const data = rows.slice(0, limit);
  const last = data.at(-1);
  return { data, nextCursor: rows.length > limit && last ? writeCursor(placeOf(last)) : null };
}

/** Throws `invalid_cursor`. */
export function readCursor(prefix: IdPrefix, cursor: string): Place {
  const [, time, id] = /^(\d{12,14})\.(\w+)$/.exec(Buffer.from(cursor, 'base64url').toString('latin1')) ?? [];
  if (!time || !id || !isId(prefix, id)) throw new Problem('invalid_cursor');
  return { at: new Date(Number(time)), id };
}

function writeCursor({ at, id }: Place): string {
  return Buffer.from(`${at.getTime()}.${id}`).toString('base64url');
}
