// How long auditors wait: the same questions to a history of 200,000 sessions and to one of 5,000. See README.md.
import { Closing } from './lib/closing.mjs';
import { askInTurn } from './lib/history-load.mjs';
import { startHistory } from './lib/history-gateway.mjs';
import { printHistoryReport } from './lib/history-report.mjs';

const quick = process.argv.includes('--quick');
const sizes = { small: 5_000, large: Number(process.env.BENCH_SESSIONS ?? 200_000) };
const rounds = quick ? 40 : 200;
const database = {
  url: process.env.BENCH_DATABASE_URL ?? 'postgresql://postgres@127.0.0.1:5432/postgres',
  pool: 5,
};

const closing = new Closing();
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => void closing.run().then(() => process.exit(1)));
}

try {
  const histories = {};
  for (const [name, sessions] of Object.entries(sizes)) {
    console.error(`bench: making a history of ${sessions} sessions …`);
    histories[name] = await startHistory(closing, database, { name, sessions });
  }
  const scansBefore = await histories.large.sequentialScans();
  const results = [];
  for (const [question] of histories.large.questions.entries()) {
    results.push(await askInTurn(histories, question, rounds));
  }
  const scans = (await histories.large.sequentialScans()) - scansBefore;
  const met = printHistoryReport({ quick, sizes, rounds, results, scans });
  if (!met) process.exitCode = 1;
} catch (error) {
  console.error(`bench: ${error.message || error.code}`);
  process.exitCode = 1;
} finally {
  await closing.run();
}
