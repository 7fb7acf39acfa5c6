import type { Verified } from './verification.js';

export interface VendorReport {
  readonly vendor: string;
  readonly wanted: number;
  readonly verified: readonly Verified[];
  readonly wrong: readonly Verified[];
  readonly struck: Readonly<Record<string, number>>;
}

/** One vendor's run in a few lines. */
export function tellOf({ vendor, wanted, verified, wrong, struck }: VendorReport): string {
  const reached = verified.filter((each) => each.reached && !wrong.includes(each));
  const hanging = verified.filter((each) => !each.reached && !wrong.includes(each));
  // Those that wait for their deadline tell nothing of how fast news travels.
  const times = reached.filter(({ person, decided }) => person.play === decided).map(({ ms }) => ms);
  const tries = verified.map((each) => each.tries);
  const outcomes = counted(reached.map(({ decided }) => decided));
  return [
    `${vendor}: ${verified.length} of ${wanted} created (${Math.max(...tries)} tries at most), ` +
      `${reached.length} reached, ${wrong.length} wrong, ${hanging.length} hanging`,
    `  outcomes   ${listed(outcomes)}`,
    `  to decide  median ${seconds(quantile(times, 0.5))}, p95 ${seconds(quantile(times, 0.95))}, longest ${seconds(quantile(times, 1))}`,
    `  struck     ${listed(struck)}`,
  ].join('\n');
}

function counted(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}

function listed(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .sort(([, one], [, other]) => other - one)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
