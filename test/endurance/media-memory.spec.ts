import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startSandboxes } from '../../src/sandbox/catalog.js';
import type { Sandbox } from '../../src/sandbox/kit/sandbox.js';
import { startKillable, type KillableGateway } from '../harness/child-gateway.js';
import { eventually } from '../harness/eventually.js';
import { controlOf, findSandbox } from '../harness/sandboxes.js';
import { secretEnvironment } from '../harness/secrets.js';
import { freshStorage, storageKind, type TestStorage } from '../harness/storage.js';
import type { TestTenant } from '../harness/tenant.js';

const pictures = 200;
const pictureBytes = 2_000_000;
const megabyte = 1_000_000;

let storage: TestStorage;
let sandboxes: Sandbox[];
let sandbox: Sandbox;
let gateway: KillableGateway;
let tenant: TestTenant;

beforeAll(async () => {
  storage = await freshStorage();
  sandboxes = await startSandboxes();
  sandbox = findSandbox(sandboxes, 'uqudo');
  gateway = await startKillable({
    ...secretEnvironment(),
    ...storage.environment,
    // As the gateway is started in earnest.
    NODE_OPTIONS: '--max-semi-space-size=2',
  });
  tenant = await gateway.makeTenant([sandbox]);
});
afterAll(async () => {
  await gateway.stop();
  await Promise.all(sandboxes.map(({ close }) => close()));
  await storage.drop();
});

/** What the gateway's process holds of the machine's memory, in MB. */
function resident(): number {
  const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${gateway.pid}/status`, 'utf8'));
  return (Number(kibibytes?.[1]) * 1024) / megabyte;
}

/** The highest level while something is going on, looked at 50 times a second. */
async function highestDuring(work: Promise<unknown>): Promise<number> {
  let highest = resident();
  const looking = setInterval(() => (highest = Math.max(highest, resident())), 20);
  await work.finally(() => clearInterval(looking));
  return highest;
}

/** The level once it has stayed the same, but for 2 MB, for two seconds. */
async function restingLevel(): Promise<number> {
  const seen: number[] = [];
  await eventually(
    () => Promise.resolve(seen.unshift(resident())),
    () => seen.length > 40 && Math.abs((seen[0] ?? 0) - (seen[40] ?? 0)) < 2,
  );
  return seen[0] ?? 0;
}

/** Sessions with so many pictures in all, whose results the vendor still holds back. */
async function finishedSessions(wanted: number): Promise<string[]> {
  const control = controlOf(sandbox);
  await control.disturb({ name: 'image_bytes', value: pictureBytes });
  await control.disturb({ name: 'result_delayed' });
  const sessions = Array.from({ length: Math.ceil(wanted / picturesEach) }, async () => {
    const { body } = await tenant.app.post('/v1/sessions', { provider: sandbox.vendor });
    await control.play(body.handoff, 'approved');
    return body.id as string;
  });
  return Promise.all(sessions);
}
/** Found out by the first session. */
let picturesEach = 1;

interface Tally {
  readonly captured: number;
  readonly pending: number;
  readonly bytes: number;
}

async function tally(ids: readonly string[]): Promise<Tally> {
  const answers = await Promise.all(ids.map((id) => tenant.app.get(`/v1/sessions/${id}/media`)));
  const lists = answers.map(({ body }) => body as { data: { bytes: number }[]; pending: number });
  const data = lists.flatMap((list) => list.data);
  return {
    captured: data.length,
    pending: lists.reduce((sum, { pending }) => sum + pending, 0),
    bytes: data.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

async function captureAll(ids: readonly string[], count: number): Promise<Tally> {
  const control = controlOf(sandbox);
  const fetched = async () => (await control.calls('GET', '/api/v1/info/img/:id')).length;
  const before = await fetched();
  await control.calm();
  // The vendor is asked how far it is, so that the gateway is not kept busy by the looking.
  await eventually(fetched, (calls) => calls - before >= count, 60_000);
  return eventually(
    () => tally(ids),
    ({ pending }) => pending === 0,
  );
}

/** Where the system tells how much memory another process holds. */
const measurable = existsSync('/proc/self/status') ? it : it.skip;

measurable(
  `capturing ${pictures} pictures of 2 MB at once takes less than 100 MB above the resting level, on ${storageKind}`,
  async () => {
    const [first] = await finishedSessions(1);
    picturesEach = (await captureAll([first ?? ''], 1)).captured;
    await captureAll(await finishedSessions(30), 30);

    const ids = await finishedSessions(pictures);
    const resting = await restingLevel();
    const began = performance.now();
    const work = captureAll(ids, pictures);
    const highest = await highestDuring(work);
    const seconds = (performance.now() - began) / 1000;
    const { captured, bytes } = await work;
    process.stdout.write(
      `${captured} pictures, ${Math.round(bytes / megabyte)} MB in ${seconds.toFixed(1)} s: ` +
        `resting ${resting.toFixed(0)} MB, highest ${highest.toFixed(0)} MB\n`,
    );
    expect(captured).toBeGreaterThanOrEqual(pictures);
    expect(bytes).toBeGreaterThanOrEqual(pictures * pictureBytes);
    expect(highest - resting).toBeLessThan(100);
  },
  180_000,
);
