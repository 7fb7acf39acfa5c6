import type { Sex } from '../vocabulary.js';

const words: Readonly<Record<string, Sex>> = {
  m: 'male',
  male: 'male',
  f: 'female',
  female: 'female',
  x: 'other',
  other: 'other',
  nonspecified: 'other',
  unspecified: 'other',
};

/** What a vendor or a document calls the sex, in our words. The filler `<` says nothing and is null. */
export function sexOf(value: unknown): Sex | null {
  const word = typeof value === 'string' ? value.trim().toLowerCase() : '';
  return Object.hasOwn(words, word) ? (words[word] ?? null) : null;
}
