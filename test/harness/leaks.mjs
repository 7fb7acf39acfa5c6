import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Looks for planted values in all that gateways wrote where it may be read: logs, journal rows, error
 * bodies. `markers-*` files hold one value a line; every other file is a trace.
 */
export function findLeaks(folder) {
  const traces = join(folder, 'traces');
  const names = readdirSync(traces);
  const read = (name) => readFileSync(join(traces, name), 'utf8');
  const markers = new Set(
    names
      .filter((name) => name.startsWith('markers-'))
      .flatMap((name) => read(name).split('\n'))
      .filter((marker) => marker.length >= 8),
  );
  const texts = names.filter((name) => !name.startsWith('markers-'));
  const leaks = texts.flatMap((name) => {
    const text = read(name);
    return [...markers]
      .filter((marker) => text.includes(marker))
      .map((marker) => `${name}: ${marker.slice(0, 12)}…`);
  });
  return { leaks, markers: markers.size, traces: texts.length };
}
