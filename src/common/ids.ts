import { typeidUnboxed } from 'typeid-js';

/** The prefixes of the ids that the API shows. */
export type IdPrefix =
  'vs' | 'evt' | 'ten' | 'key' | 'pac' | 'pol' | 'req' | 'ins' | 'med' | 'cbk' | 'ers' | 'exc';

/** A TypeID: its prefix and a UUIDv7, so that ids sort by the time they were made. */
export function newId(prefix: IdPrefix): string {
  return typeidUnboxed(prefix);
}

const shape = /^[a-z]{2,4}_[0-7][0-9a-hjkmnp-tv-z]{25}$/;

export function isId(prefix: IdPrefix, value: string): boolean {
  return value.startsWith(`${prefix}_`) && shape.test(value);
}
