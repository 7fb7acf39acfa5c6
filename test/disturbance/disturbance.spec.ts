import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startSandboxes } from '../../src/sandbox/catalog.js';
import type { Sandbox } from '../../src/sandbox/kit/sandbox.js';
import { apiAs } from '../harness/api.js';
import { startKillable, type KillableGateway } from '../harness/child-gateway.js';
import { controlOf } from '../harness/sandboxes.js';
import { secretEnvironment } from '../harness/secrets.js';
import { watch, type SeenSession } from '../harness/session-watch.js';
import { freshStorage, storageKind, type TestStorage } from '../harness/storage.js';
import type { TestTenant } from '../harness/tenant.js';
import { Feed } from './feed.js';
import { options, replayCommand } from './options.js';
import { personOf } from './person.js';
import { tellOf, type VendorReport } from './report.js';
import { finishVerification, startVerification, type Verified } from './verification.js';
import { stirUp, strikesAt } from './weather.js';

const { seed, sessionsPerVendor } = options;

let storage: TestStorage;
let gateway: KillableGateway;
let sandboxes: Sandbox[];
let tenant: TestTenant;
let feed: Feed;

beforeAll(async () => {
  process.stdout.write(`Seed ${seed}; replay: ${replayCommand()}\n`);
  sandboxes = await startSandboxes({ seed });
  storage = await freshStorage();
  gateway = await startKillable({ ...secretEnvironment(), ...storage.environment });
  tenant = await gateway.makeTenant(sandboxes);
  feed = await Feed.of(gateway.url, tenant.appKey);
  for (const sandbox of sandboxes) {
    const callbackUrl = `${gateway.url}/v1/callbacks/${tenant.accounts[sandbox.vendor] ?? ''}`;
    await apiAs(sandbox.url, null).put('/_sandbox/knobs', { callbackUrl });
    await stirUp(sandbox);
  }
});
afterAll(async () => {
  feed.close();
  await gateway.stop();
  await Promise.all(sandboxes.map((sandbox) => sandbox.close()));
  await storage.drop();
});

/** So many apps' requests are under way at once. */
const requestsAtOnce = 30;

async function verifyAll(sandbox: Sandbox): Promise<Verified[]> {
  const world = { sandbox, app: tenant.app, feed };
  const plays = await controlOf(sandbox).plays();
  const underWay: Promise<Verified>[] = [];
  let ordinal = 0;
  const asking = async (): Promise<void> => {
    while (ordinal < sessionsPerVendor) {
      ordinal += 1;
      const person = personOf(seed, sandbox.vendor, ordinal, plays);
      const created = await startVerification(world, person);
      if (created) underWay.push(finishVerification(world, person, created));
    }
  };
  await Promise.all(Array.from({ length: requestsAtOnce }, asking));
  return Promise.all(underWay);
}

/** What the REST interface says in the end, whatever was heard on the way. */
async function isWrong({ id, decided, reached }: Verified): Promise<boolean> {
  const session = await watch(tenant.app, id).read();
  if (session.status !== decided) return session.status !== 'in_review' && hasEnded(session);
  return !reached || !decisionFits(session) || !(await historyIsWhole(id));
}

function hasEnded({ status }: SeenSession): boolean {
  return ['approved', 'declined', 'expired', 'cancelled', 'failed'].includes(status);
}

function decisionFits({ status, decision }: SeenSession): boolean {
  const outcome = { approved: 'approved', declined: 'declined', in_review: 'review' }[status];
  return outcome === undefined || decision?.outcome === outcome;
}

async function historyIsWhole(id: string): Promise<boolean> {
  return watch(tenant.app, id)
    .history()
    .then(
      () => true,
      () => false,
    );
}

async function historyOf({ id, decided, person }: Verified): Promise<string> {
  const events = await watch(tenant.app, id).history();
  const lines = events.map(({ seq, type, at, data }) => `    ${seq} ${at} ${type} ${JSON.stringify(data)}`);
  return [`  ${id} (${person.refId}) should be ${decided}:`, ...lines].join('\n');
}

async function runOf(sandbox: Sandbox): Promise<VendorReport> {
  const verified = await verifyAll(sandbox);
  const judged = await Promise.all(verified.map(isWrong));
  const wrong = verified.filter((_, index) => judged[index]);
  return {
    vendor: sandbox.vendor,
    wanted: sessionsPerVendor,
    verified,
    wrong,
    struck: await strikesAt(sandbox),
  };
}

it(
  `on ${storageKind}, with everything going wrong at ${options.probability * 100} %, all sessions reach what their vendor decided (seed ${seed})`,
  async () => {
    const reports = await Promise.all(sandboxes.map(runOf));
    process.stdout.write(`${reports.map(tellOf).join('\n')}\n`);
    const failing = reports.flatMap(({ verified, wrong }) =>
      verified.filter((each) => wrong.includes(each) || !each.reached),
    );
    if (failing.length > 0) {
      const histories = await Promise.all(failing.slice(0, 20).map(historyOf));
      process.stdout.write(`${histories.join('\n')}\nReplay: ${replayCommand()}\n`);
    }
    expect(failing.map(({ id, person, decided }) => ({ id, refId: person.refId, decided }))).toEqual([]);
    expect(reports.map(({ verified }) => verified.length)).toEqual(sandboxes.map(() => sessionsPerVendor));
  },
  options.limitMs + 60_000,
);
