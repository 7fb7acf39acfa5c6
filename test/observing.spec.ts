import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startSandboxes } from '../src/sandbox/catalog.js';
import type { Sandbox } from '../src/sandbox/kit/sandbox.js';
import type { Api } from './harness/api.js';
import { eventually } from './harness/eventually.js';
import { startGateway } from './harness/gateway.js';
import { outputOf, startMain, type MainProcess } from './harness/main-process.js';
import { controlOf, findSandbox } from './harness/sandboxes.js';
import { secretEnvironment } from './harness/secrets.js';
import { watch } from './harness/session-watch.js';
import { freshStorage, storageKind, type TestStorage } from './harness/storage.js';
import { tamperBefore, type TamperingProxy } from './harness/tampering-proxy.js';
import { addAccount, makeKey } from './harness/tenant.js';

let storage: TestStorage;
let sandboxes: Sandbox[];
let vendor: TamperingProxy;
let main: MainProcess;
let url: string;
let metricsUrl: string;
let app: Api;
let accountId: string;

beforeAll(async () => {
  [storage, sandboxes] = await Promise.all([freshStorage(), startSandboxes()]);
  const vove = findSandbox(sandboxes, 'vove');
  vendor = await tamperBefore(vove.url);
  const secrets = secretEnvironment();
  main = startMain({ ...storage.environment, ...secrets, METRICS_PORT: '0' });
  const gateway = await main.listening();
  url = gateway.url;
  const { port } = JSON.parse(await main.line((line) => line.includes('metrics are served'))) as {
    port: number;
  };
  metricsUrl = `http://127.0.0.1:${port}`;
  const admin = gateway.as(secrets['BOOTSTRAP_ADMIN_KEY'] ?? '');
  const { body: tenant } = await admin.post('/v1/admin/tenants', { name: 'Tenant' });
  const account = { ...vove.account, settings: { ...vove.account.settings, baseUrl: vendor.url } };
  accountId = await addAccount(admin, tenant.id, { ...vove, account });
  app = gateway.as(await makeKey(admin, tenant.id, 'app', 'test'));
}, 60_000);
afterAll(async () => {
  main.kill('SIGTERM');
  await main.ended;
  await vendor.close();
  await Promise.all(sandboxes.map((sandbox) => sandbox.close()));
  await storage.drop();
});

const newTraceId = (): string => randomBytes(16).toString('hex');
const newSpanId = (): string => randomBytes(8).toString('hex');

/** Creates a session and gives back the headers of the vendor calls made for it. */
async function create(headers: Record<string, string>) {
  const before = vendor.heard.length;
  const {
    status,
    body,
    headers: answered,
  } = await app.post('/v1/sessions', { forceCreation: true }, headers);
  expect(status).toBe(201);
  const made = vendor.heard.slice(before).filter((each) => each['content-type'] !== undefined);
  expect(made).toHaveLength(1);
  return { heard: made[0]!, body, requestId: answered.get('x-request-id') ?? '' };
}

const lines = (): Record<string, unknown>[] =>
  outputOf(main)
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe(`on ${storageKind}, a caller's trace`, () => {
  it("is gone on with: the vendor's call carries its id and a span of its own, and the log lines name it", async () => {
    const [traceId, spanId] = [newTraceId(), newSpanId()];
    const { heard, requestId } = await create({ traceparent: `00-${traceId}-${spanId}-01` });
    const [version, trace, span, flags] = String(heard['traceparent']).split('-');
    expect([version, trace, flags]).toEqual(['00', traceId, '01']);
    expect(span).toMatch(/^(?!0{16})[0-9a-f]{16}$/);
    expect(span).not.toBe(spanId);
    const ofTrace = await eventually(
      () => Promise.resolve(lines().filter((line) => line['traceId'] === traceId)),
      (found) => found.some(({ msg }) => msg === 'request'),
    );
    expect(ofTrace.find(({ msg }) => msg === 'request')).toMatchObject({ requestId, status: 201 });
    expect(ofTrace.find(({ msg }) => msg === 'vendor call')).toMatchObject({ operation: 'session.create' });
  });

  it('is passed on by its ids alone: what others have put beside them does not reach the vendor', async () => {
    const { heard } = await create({
      traceparent: `00-${newTraceId()}-${newSpanId()}-00`,
      tracestate: 'app=secret',
      baggage: 'user=secret',
    });
    expect(heard).toHaveProperty('traceparent');
    expect(Object.keys(heard).filter((name) => /tracestate|baggage/.test(name))).toEqual([]);
  });

  it.each([
    '',
    'nonsense',
    `00-${'0'.repeat(32)}-${'1'.repeat(16)}-01`,
    `00-${'1'.repeat(32)}-${'0'.repeat(16)}-01`,
    `ff-${'1'.repeat(32)}-${'1'.repeat(16)}-01`,
    `00-${'1'.repeat(32)}-${'1'.repeat(16)}-01-more`,
  ])('is ignored when it is wrong, and another one begun: %p', async (traceparent) => {
    const { heard } = await create({ traceparent });
    expect(heard['traceparent']).toMatch(/^00-(?!0{32})(?!1{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-00$/);
  });

  it('with flags that are not defined is passed on in a form that is valid', async () => {
    const { heard } = await create({ traceparent: `00-${newTraceId()}-${newSpanId()}-ff` });
    expect(heard['traceparent']).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
  });
});

it(`on ${storageKind}, what follows in the background has traces of its own`, async () => {
  const traceId = newTraceId();
  const { body } = await create({ traceparent: `00-${traceId}-${newSpanId()}-01` });
  const before = vendor.heard.length;
  await controlOf(findSandbox(sandboxes, 'vove')).play(body.handoff, 'approved');
  await watch(app, body.id).until('approved');
  const traces = vendor.heard.slice(before).map((headers) => String(headers['traceparent']).split('-')[1]);
  expect(traces.length).toBeGreaterThan(1);
  for (const trace of traces) expect(trace).toMatch(/^[0-9a-f]{32}$/);
  expect(traces).not.toContain(traceId);
});

describe(`on ${storageKind}, the metrics`, () => {
  it('stand on their own port alone, and nothing else does', async () => {
    expect((await fetch(`${metricsUrl}/metrics`)).status).toBe(200);
    for (const path of ['/', '/health/live', '/v1/sessions', '/metrics?x=1']) {
      expect((await fetch(metricsUrl + path)).status).toBe(404);
    }
    expect((await fetch(`${metricsUrl}/metrics`, { method: 'POST' })).status).toBe(404);
    const onMain = await fetch(`${url}/metrics`);
    expect(onMain.status).toBe(404);
    expect(await onMain.json()).toMatchObject({ code: 'not_found' });
  });

  it('tell of vendor calls by provider, operation and outcome, of sessions, of breakers and of the process', async () => {
    await create({});
    const text = await (await fetch(`${metricsUrl}/metrics`)).text();
    const call = 'provider="vove",operation="session.create",outcome="answered"';
    expect(text).toMatch(new RegExp(`^idv_vendor_call_seconds_count\\{${call}\\} [1-9]`, 'm'));
    expect(text).toMatch(/^idv_sessions_total\{provider="vove",status="created"\} [1-9]/m);
    expect(text).toMatch(/^idv_sessions_total\{provider="vove",status="approved"\} [1-9]/m);
    expect(text).toContain(`idv_provider_account_broken{provider="vove",account="${accountId}"} 0`);
    expect(text).toMatch(/^# TYPE idv_callbacks_total counter$/m);
    expect(text).toMatch(/^process_cpu_seconds_total /m);
  });

  it('name no address, no person and no secret', async () => {
    const { body } = await create({});
    const text = await (await fetch(`${metricsUrl}/metrics`)).text();
    for (const value of [vendor.url, body.id, body.refId, body.handoff.token, '127.0.0.1']) {
      expect(text).not.toContain(value);
    }
  });

  it("without a port of their own stand on the gateway's, open to anyone, and name no account", async () => {
    const gateway = await startGateway();
    const answer = await fetch(`${gateway.url}/metrics`);
    const text = await answer.text();
    await gateway.close();
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      200,
      expect.stringContaining('text/plain; version=0.0.4'),
    ]);
    expect(text).toContain('# TYPE idv_provider_accounts_broken gauge');
    expect(text).not.toContain('account=');
  });
});
