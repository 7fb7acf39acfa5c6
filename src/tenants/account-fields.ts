/** Settings or credentials as an admin gives them, by name. */
export type Fields = Readonly<Record<string, unknown>>;

/** Field by field: what is not named stays as it was, and null takes a field back. */
export function patched(before: Fields, change: Fields): Fields {
  return Object.fromEntries(Object.entries({ ...before, ...change }).filter(([, value]) => value !== null));
}

/** Since when each of the credentials is the one that it is: `given` now, the others as before. */
export function setTimes(
  credentials: unknown,
  given: Fields,
  now: Date,
  before: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const names = Object.entries(credentials as Fields).flatMap(([name, value]) =>
    value === undefined ? [] : [name],
  );
  const timeOf = (name: string) => (name in given ? undefined : before[name]) ?? now.toISOString();
  return Object.fromEntries(names.map((name) => [name, timeOf(name)]));
}
