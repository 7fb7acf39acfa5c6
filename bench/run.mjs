// Sessions created per second and the time that one takes: the gateway beside a bare handler that does
// the same durable work. See README.md.
import { startBareHandler } from './lib/bare.mjs';
import { Closing } from './lib/closing.mjs';
import { countSessions } from './lib/count-sessions.mjs';
import { startGateway } from './lib/gateway.mjs';
import { saturate, steady } from './lib/load.mjs';
import { printReport } from './lib/report.mjs';
import { startVendor } from './lib/vendor.mjs';

const quick = process.argv.includes('--quick');
const { warmUpSeconds, rounds, roundSeconds, steadySeconds } = quick
  ? { warmUpSeconds: 2, rounds: 2, roundSeconds: 2, steadySeconds: 3 }
  : { warmUpSeconds: 5, rounds: 3, roundSeconds: 5, steadySeconds: 10 };

const scenarios = [
  { name: 'vendor answers in 0 ms, 16 connections', vendorMs: 0, connections: 16 },
  { name: 'vendor answers in 50 ms, 64 connections', vendorMs: 50, connections: 64 },
];
const fixed = { perSecond: 100, vendorMs: 50 };
const database = {
  url: process.env.BENCH_DATABASE_URL ?? 'postgresql://postgres@127.0.0.1:5432/postgres',
  pool: Number(process.env.BENCH_DATABASE_POOL ?? 20),
};

const closing = new Closing();
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => void closing.run().then(() => process.exit(1)));
}

try {
  printReport(await measure());
} catch (error) {
  console.error(`bench: ${error.message || error.code}`);
  process.exitCode = 1;
} finally {
  await closing.run();
}

async function measure() {
  say('starting the vendor, the gateway and the bare handler');
  const vendor = await startVendor(closing);
  const gateway = await startGateway(closing, database, vendor.account);
  const bare = await startBareHandler(closing, database, vendor.account);
  const servers = [gateway, bare];

  await vendor.answerIn(0);
  for (const server of servers) await observe(server, () => saturate(server, 16, warmUpSeconds));

  const saturated = [];
  for (const { name, vendorMs, connections } of scenarios) {
    say(name);
    await vendor.answerIn(vendorMs);
    const runs = new Map(servers.map((server) => [server.name, []]));
    // In turn, so that what else the machine does falls on both alike.
    for (let round = 0; round < rounds; round += 1) {
      for (const server of servers) {
        runs.get(server.name).push(await observe(server, () => saturate(server, connections, roundSeconds)));
      }
    }
    saturated.push({ name, gateway: runs.get(gateway.name), bare: runs.get(bare.name) });
  }

  say(`${fixed.perSecond} requests a second, vendor answers in ${fixed.vendorMs} ms`);
  await vendor.answerIn(fixed.vendorMs);
  const atFixedRate = { ...fixed, vendorAlone: await steady(vendor.target(), fixed.perSecond, 3) };
  for (const [key, server] of Object.entries({ gateway, bare })) {
    atFixedRate[key] = await observe(server, () => steady(server, fixed.perSecond, steadySeconds));
  }

  for (const server of servers) await checkRows(server);
  return {
    quick,
    rounds,
    roundSeconds,
    saturated,
    atFixedRate,
    memory: { gateway: gateway.memory, bare: bare.memory },
  };
}

/** One round, and what the server used for it. A run with a request that was not answered 201 is worth nothing. */
async function observe(server, load) {
  const before = server.cpuSeconds();
  const run = await load();
  const { answers, failed } = run;
  if (failed > 0)
    throw new Error(`${server.name}: ${failed} of ${answers + failed} requests did not answer 201`);
  server.created += answers;
  server.memory.push(server.residentMegabytes());
  return { ...run, cpuSeconds: server.cpuSeconds() - before };
}

/** Every answer must stand for a session with its two journal entries. */
async function checkRows({ name, databaseUrl, created }) {
  const { sessions, entries } = await countSessions(databaseUrl);
  // Requests under way when a round ended were worked off without being counted.
  if (sessions < created || entries !== 2 * sessions) {
    throw new Error(`${name}: ${created} answers, but ${sessions} sessions and ${entries} journal entries`);
  }
}

function say(what) {
  console.error(`bench: ${what} …`);
}
