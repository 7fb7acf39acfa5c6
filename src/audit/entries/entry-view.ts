import type { Entry } from '../../journal/entry.js';

/** A journal entry as auditors see it: with who did it, and in which request. */
export type EntryView = Omit<Entry, 'at'> & { readonly at: string };

export function entryView(entry: Entry): EntryView {
  return { ...entry, at: entry.at.toISOString() };
}
