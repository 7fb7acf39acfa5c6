import type { KeyRing } from '../../common/crypto/key-ring.js';
import type { SealedColumn } from '../../common/crypto/sealed-column.js';
import type { Database } from '../../database/database.js';

const atOnce = 500;

interface Row {
  readonly key: string[];
  readonly sealed: Uint8Array;
}

export interface Resealed {
  /** How many were sealed anew. */
  readonly count: number;
  /** The keys of the rows that no key of the ring opens; they are left as they are. */
  readonly closed: readonly string[];
}

/**
 * Seals a column's values anew with the first key of the ring, as far as another one has sealed them. A value that
 * somebody changes meanwhile is left alone: it has been sealed by a process of its own.
 */
export async function reseal(database: Database, keyRing: KeyRing, column: SealedColumn): Promise<Resealed> {
  let count = 0;
  const closed: string[] = [];
  for (let rows = await sealedByOthers(database, keyRing, column, null); rows.length > 0;) {
    const opened = rows.flatMap((row) => {
      const clear = openOrNull(keyRing, column, row);
      if (!clear) closed.push(row.key.join('/'));
      return clear ? [{ ...row, clear }] : [];
    });
    count += await replace(database, keyRing, column, opened);
    rows = await sealedByOthers(database, keyRing, column, rows.at(-1)?.key ?? null);
  }
  return { count, closed };
}

function openOrNull(keyRing: KeyRing, { purpose }: SealedColumn, { key, sealed }: Row): Buffer | null {
  try {
    return keyRing.open(sealed, purpose(...key));
  } catch {
    return null;
  }
}

/** The next rows in the order of their keys. */
async function sealedByOthers(
  database: Database,
  keyRing: KeyRing,
  { table, column, key }: SealedColumn,
  after: readonly string[] | null,
): Promise<Row[]> {
  const names = key.join(', ');
  const places = key.map((_, index) => `$${index + 2}`).join(', ');
  return database.query<Row>(
    `SELECT ARRAY[${names}] AS key, ${column} AS sealed FROM ${table}
     WHERE ${column} IS NOT NULL AND substring(${column} FROM 1 FOR ${keyRing.firstKeyId.length}) <> $1
       ${after ? `AND (${names}) > (${places})` : ''}
     ORDER BY ${names} LIMIT ${atOnce}`,
    [keyRing.firstKeyId, ...(after ?? [])],
  );
}

async function replace(
  database: Database,
  keyRing: KeyRing,
  { table, column, key, purpose }: SealedColumn,
  rows: readonly (Row & { clear: Buffer })[],
): Promise<number> {
  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
  const changes = rows.map((row) => ({
    ...Object.fromEntries(key.map((name, index) => [name, row.key[index]])),
    former: hex(row.sealed),
    fresh: hex(keyRing.seal(row.clear, purpose(...row.key))),
  }));
  const shape = [...key, 'former', 'fresh'].map((name) => `${name} text`).join(', ');
  const same = key.map((name) => `held.${name} = change.${name}`).join(' AND ');
  const replaced = await database.query<unknown>(
    `UPDATE ${table} AS held SET ${column} = decode(change.fresh, 'hex')
     FROM jsonb_to_recordset($1::jsonb) AS change(${shape})
     WHERE ${same} AND held.${column} = decode(change.former, 'hex')
     RETURNING 1`,
    [JSON.stringify(changes)],
  );
  return replaced.length;
}
