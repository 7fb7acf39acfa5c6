import fc from 'fast-check';

const strange = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom(
    '',
    'constructor',
    '__proto__',
    -10000,
    -1,
    true,
    false,
    'MATCH',
    Number.MAX_VALUE,
    null,
    [],
    {},
    'APPROVED',
    '\ud800',
  ),
);

/** A vendor body in which up to four places hold something else, or are gone. */
export function mutated(body: unknown): fc.Arbitrary<unknown> {
  const change = fc.record({ at: fc.nat(), value: strange, gone: fc.boolean() });
  return fc.array(change, { minLength: 1, maxLength: 4 }).map((changes) =>
    changes.reduce<unknown>((changed, { at, value, gone }) => {
      const places = placesIn(changed);
      const place = places[at % (places.length + 1)];
      if (place === undefined) return value;
      if (gone) Reflect.deleteProperty(place.holder, place.key);
      else Reflect.set(place.holder, place.key, value);
      return changed;
    }, structuredClone(body)),
  );
}

function placesIn(value: unknown): { holder: object; key: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [{ holder: value, key }, ...placesIn(inner)]);
}
