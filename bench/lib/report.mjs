import { cpus } from 'node:os';
import { median, percentile } from './percentiles.mjs';

const aims = { share: 0.5, overheadMs: 10, megabytes: 250 };

export function printReport({ quick, rounds, roundSeconds, saturated, atFixedRate, memory }) {
  const verdicts = [];
  print(
    `Session creations on PostgreSQL, Node ${process.versions.node}, ${cpus().length} cores (shared by load, servers, vendor and database)`,
  );
  if (quick) print('Quick run: the figures are rough.');

  for (const { name, gateway, bare } of saturated) {
    print(`\n${name} (${rounds} rounds of ${roundSeconds} s each, in turn)`);
    table([row('gateway', gateway), row('bare handler', bare)]);
    const shares = gateway.map(({ rate }, round) => rate / bare[round].rate);
    const share = rateOf(gateway) / rateOf(bare);
    print(
      `gateway / bare: ${share.toFixed(2)}   (by round: ${shares.map((one) => one.toFixed(2)).join(', ')})`,
    );
    verdicts.push([
      `rate at least ${aims.share} of the bare handler's, ${name}`,
      share.toFixed(2),
      share >= aims.share,
    ]);
  }

  const { perSecond, vendorMs, vendorAlone, gateway, bare } = atFixedRate;
  print(`\n${perSecond} requests a second, evenly, vendor answers in ${vendorMs} ms`);
  table([row('gateway', [gateway]), row('bare handler', [bare]), row('vendor alone', [vendorAlone])]);
  const p95 = percentile(gateway.latencies, 95);
  const overhead = p95 - vendorMs;
  print(
    `overhead at p95, over ${vendorMs} ms: gateway ${ms(overhead)}, bare handler ${ms(percentile(bare.latencies, 95) - vendorMs)}`,
  );
  print(`overhead at p95, over the vendor alone: gateway ${ms(p95 - percentile(vendorAlone.latencies, 95))}`);
  verdicts.push([
    `overhead at p95 below ${aims.overheadMs} ms at ${perSecond} requests a second`,
    ms(overhead),
    overhead < aims.overheadMs,
  ]);

  const most = Math.max(...memory.gateway);
  print('\nresident memory, after each round');
  for (const [name, samples] of Object.entries(memory)) {
    print(
      `  ${name.padEnd(8)} last ${mb(samples.at(-1))}, median ${mb(median(samples))}, most ${mb(Math.max(...samples))}`,
    );
  }
  verdicts.push([
    `resident memory of the gateway below ${aims.megabytes} MB`,
    mb(most),
    most < aims.megabytes,
  ]);

  print('\naims');
  for (const [aim, figure, met] of verdicts)
    print(`  ${met ? 'met    ' : 'NOT MET'}  ${figure.padStart(8)}  ${aim}`);
}

function row(name, runs) {
  const latencies = runs.flatMap((run) => run.latencies);
  const [p50, p95, p99] = [50, 95, 99].map((p) => percentile(latencies, p).toFixed(1));
  return {
    '': name,
    'per second': rateOf(runs).toFixed(0),
    'p50 ms': p50,
    'p95 ms': p95,
    'p99 ms': p99,
    'not 201': String(total(runs, 'failed')),
    'CPU ms each': cpuOf(runs),
  };
}

function cpuOf(runs) {
  const each = (total(runs, 'cpuSeconds') * 1000) / total(runs, 'answers');
  return Number.isNaN(each) ? '–' : each.toFixed(2);
}

const total = (runs, name) => runs.reduce((sum, run) => sum + (run[name] ?? Number.NaN), 0);

/** All rounds are equally long. */
function rateOf(runs) {
  return runs.reduce((sum, { rate }) => sum + rate, 0) / runs.length;
}

function table(rows) {
  const names = Object.keys(rows[0]);
  const widths = names.map((name) => Math.max(...rows.map((one) => one[name].length), name.length));
  const line = (cells) =>
    cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('   ');
  print(`  ${line(names)}`);
  for (const one of rows) print(`  ${line(names.map((name) => one[name]))}`);
}

const ms = (value) => `${value.toFixed(1)} ms`;
const mb = (value) => `${value.toFixed(0)} MB`;
const print = (text) => console.log(text);
