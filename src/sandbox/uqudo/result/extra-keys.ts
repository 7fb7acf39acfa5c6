/** Adds a key that nobody has heard of to every object, however deep. */
export function withExtraKeys(value: object): Record<string, unknown> {
  const inside = Object.entries(value).map(([key, part]): [string, unknown] => [key, deepened(part)]);
  return { ...Object.fromEntries<unknown>(inside), addedByVendor: { since: 2, words: ['new', null] } };
}

function deepened(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(deepened);
  return typeof part === 'object' && part !== null ? withExtraKeys(part) : part;
}
