import { percentile } from './percentiles.mjs';

const aims = { p95Ms: 25, ratio: 1.5 };
/** Below this the clock of the machine says more than the database. */
const floorMs = 5;

/** Whether all aims are met. */
export function printHistoryReport({ quick, sizes, rounds, results, scans }) {
  console.log(
    `Questions of auditors to ${sizes.large} sessions and to ${sizes.small}, in turn, ${rounds} times each (ms, over HTTP)`,
  );
  if (quick) console.log('Quick run: the figures are rough.');
  console.log(
    `\n  ${'question'.padEnd(44)}${'rows'.padStart(6)}${'p50'.padStart(8)}${'p95'.padStart(8)}${'small p50'.padStart(11)}${'p95'.padStart(8)}${'ratio of p95'.padStart(14)}`,
  );
  const rows = results.map(({ question, times, found }) => {
    const [p50, p95] = [50, 95].map((percent) => percentile(times.large, percent));
    const [small50, small95] = [50, 95].map((percent) => percentile(times.small, percent));
    const ratio = p95 / Math.max(small95, floorMs);
    const cells = [p50, p95].map((value) => value.toFixed(1).padStart(8)).join('');
    console.log(
      `  ${question.padEnd(44)}${String(found.large).padStart(6)}${cells}${small50.toFixed(1).padStart(11)}${small95.toFixed(1).padStart(8)}${(p95 / small95).toFixed(2).padStart(14)}`,
    );
    return { question, p95, ratio };
  });
  const slowest = rows.reduce((a, b) => (b.p95 > a.p95 ? b : a));
  const steepest = rows.reduce((a, b) => (b.ratio > a.ratio ? b : a));
  const verdicts = [
    [
      slowest.p95 < aims.p95Ms,
      `${slowest.p95.toFixed(1)} ms`,
      `every p95 below ${aims.p95Ms} ms (slowest: ${slowest.question})`,
    ],
    [
      steepest.ratio <= aims.ratio,
      steepest.ratio.toFixed(2),
      `every p95 at most ${aims.ratio} times that of the small history, or ${aims.ratio * floorMs} ms (steepest: ${steepest.question})`,
    ],
    [scans === 0, String(scans), 'no reading of a table from end to end'],
  ];
  console.log('\naims');
  for (const [met, figure, aim] of verdicts) {
    console.log(`  ${met ? 'met    ' : 'NOT MET'}  ${figure.padStart(8)}  ${aim}`);
  }
  return verdicts.every(([met]) => met);
}
