/** What entries are asked for; null: whatever it is. */
export interface EntryFilter {
  /** The id of what they are about. */
  readonly subject: string | null;
  /** The id of who did it: a key's, a provider's, a session's for its browser, or a part of the gateway. */
  readonly actor: string | null;
  /** Any of these. One that ends in `.*` stands for all that begin so. */
  readonly types: readonly string[] | null;
  readonly from: Date | null;
  readonly to: Date | null;
}

export const anyEntry: EntryFilter = { subject: null, actor: null, types: null, from: null, to: null };

export const typePattern = /^[a-z][a-z_]{0,40}\.([a-z_]{1,40}|\*)$/;

export function isFamily(type: string): boolean {
  return type.endsWith('.*');
}

export function isOfTypes(type: string, wanted: readonly string[] | null): boolean {
  if (wanted === null) return true;
  return wanted.some((word) => (isFamily(word) ? type.startsWith(word.slice(0, -1)) : type === word));
}
