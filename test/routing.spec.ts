import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startSandboxes } from '../src/sandbox/catalog.js';
import type { Sandbox } from '../src/sandbox/kit/sandbox.js';
import { startGateway, type TestGateway } from './harness/gateway.js';
import { controlOf, findSandbox } from './harness/sandboxes.js';
import { watch } from './harness/session-watch.js';
import { storageKind } from './harness/storage.js';
import { makeTenant, type TestTenant } from './harness/tenant.js';

let gateway: TestGateway;
let sandboxes: Sandbox[];
let tenant: TestTenant;
let routing: string;

beforeAll(async () => {
  sandboxes = await startSandboxes();
  gateway = await startGateway();
});
afterAll(async () => {
  await gateway.close();
  await Promise.all(sandboxes.map((sandbox) => sandbox.close()));
});
beforeEach(async () => {
  tenant = await makeTenant(gateway, sandboxes);
  routing = `/v1/admin/tenants/${tenant.id}/routing`;
});

const to = (provider: string, ...fallback: string[]) => ({ use: [{ provider, weight: 1 }], fallback });
const chipFlow = { uqudo: { documents: [{ documentType: 'PASSPORT', reading: { enabled: true } }] } };

async function providerOf(fields: Record<string, unknown> = {}): Promise<string> {
  const { status, body } = await tenant.app.post('/v1/sessions', fields);
  expect(status).toBe(201);
  return body.provider;
}

const put = (policy: unknown, headers: Record<string, string> = {}) =>
  gateway.admin.put(routing, policy, headers);

/** The versions that there are, by page. */
async function versionsBy(limit: number): Promise<number[][]> {
  const pages: number[][] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const from: string = cursor && `&cursor=${cursor}`;
    const { body } = await gateway.admin.get(`${routing}/versions?limit=${limit}${from}`);
    pages.push(body.data.map(({ version }: { version: number }) => version));
    cursor = body.nextCursor;
  }
  return pages;
}

describe(`the routing policy, on ${storageKind}`, () => {
  it('is version 0 while nobody has chosen', async () => {
    const answer = await gateway.admin.get(routing);
    expect(answer).toMatchObject({ status: 200, body: { version: 0, policy: null } });
    expect(answer.headers.get('etag')).toBe('"0"');
  });

  it('holds for the very next session, as a new version with its defaults written out', async () => {
    const answer = await put({
      rules: [{ name: 'emirates', when: { country: ['ARE'] }, use: [{ provider: 'vove', weight: 1 }] }],
      default: { use: [{ provider: 'uqudo', weight: 1 }] },
    });
    expect(answer).toMatchObject({
      status: 200,
      body: {
        id: expect.stringMatching(/^pol_/),
        version: 1,
        policy: {
          rules: [{ name: 'emirates', when: { country: ['ARE'] }, fallback: [] }],
          default: { use: [{ provider: 'uqudo', weight: 1 }], fallback: [] },
        },
      },
    });
    expect(await providerOf({ country: 'ARE' })).toBe('vove');
    expect(await providerOf()).toBe('uqudo');
  });

  it('takes an empty condition for one that is not given', async () => {
    const answer = await put({
      rules: [
        {
          name: 'emirates',
          when: { country: ['ARE'], documentType: [], flow: [], metadata: {} },
          ...to('vove'),
        },
      ],
      default: to('uqudo'),
    });
    expect(answer).toMatchObject({ status: 200, body: { policy: { rules: [{ name: 'emirates' }] } } });
    expect(answer.body.policy.rules[0].when).toEqual({ country: ['ARE'] });
    expect(await providerOf({ country: 'ARE', documentType: 'passport' })).toBe('vove');
    expect(await providerOf({ country: 'DEU' })).toBe('uqudo');
  });

  it('with weights sends people both ways, and each of them the same way every time', async () => {
    await put({
      default: {
        use: [
          { provider: 'vove', weight: 50 },
          { provider: 'innovatrics', weight: 50 },
        ],
      },
    });
    const people = Array.from({ length: 20 }, (_, index) => `person-${index}`);
    const ways = () => Promise.all(people.map((refId) => providerOf({ refId, forceCreation: true })));
    const first = await ways();
    expect(new Set(first)).toEqual(new Set(['vove', 'innovatrics']));
    expect(await ways()).toEqual(first);
  });

  it('changed from a version that is no longer in force is 409 version_conflict, and stays as it is', async () => {
    expect((await put({ default: to('uqudo') }, { 'if-match': '0' })).status).toBe(200);
    const conflict = await put({ default: to('vove') }, { 'if-match': '"0"' });
    expect(conflict).toMatchObject({ status: 409, body: { code: 'version_conflict' } });
    expect((await put({ default: to('vove') }, { 'if-match': '"1"' })).body.version).toBe(2);
    expect((await put({ default: to('vove') }, { 'if-match': 'yesterday' })).status).toBe(400);
  });

  it('changed by many admins at once gets one version each, without a hole', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => put({ default: to('vove') })));
    expect(answers.map(({ body }) => body.version).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 10 }, (_, index) => index + 1),
    );
    expect(await versionsBy(50)).toEqual([[10, 9, 8, 7, 6, 5, 4, 3, 2, 1]]);
  });

  it('is listed with its former versions, newest first and page by page', async () => {
    for (let version = 1; version <= 5; version += 1) await put({ default: to('vove') });
    expect(await versionsBy(2)).toEqual([[5, 4], [3, 2], [1]]);
    expect(await gateway.admin.get(`${routing}/versions?cursor=x`)).toMatchObject({
      status: 400,
      body: { code: 'invalid_cursor' },
    });
  });

  it('rolled back is the former policy as a new version, and the history says so', async () => {
    await put({ default: to('uqudo') });
    await put({ default: to('vove') });
    const rolledBack = await gateway.admin.post(`${routing}/rollback`, { version: 1 });
    expect(rolledBack).toMatchObject({ status: 200, body: { version: 3, policy: { default: to('uqudo') } } });
    expect(await providerOf()).toBe('uqudo');
    expect((await gateway.admin.post(`${routing}/rollback`, { version: 9 })).status).toBe(404);
  });

  it.each([
    ['an unknown provider', { default: to('nobody') }, 'default.use.0.provider'],
    ['an unknown fallback', { default: to('uqudo', 'nobody') }, 'default.fallback.0'],
    ['nobody to use', { default: { use: [] } }, 'default.use'],
    ['a weight of nothing', { default: { use: [{ provider: 'uqudo', weight: 0 }] } }, 'default.use.0.weight'],
    ['no default', { rules: [] }, 'default'],
    [
      'a country that is none',
      { rules: [{ name: 'a', when: { country: ['XX'] }, ...to('uqudo') }], default: to('uqudo') },
      'rules.0.when.country',
    ],
    [
      'two rules of one name',
      {
        rules: ['a', 'a'].map((name) => ({ name, when: {}, ...to('uqudo') })),
        default: to('uqudo'),
      },
      'rules',
    ],
    ['a field that does not exist', { default: to('uqudo'), sticky: true }, 'sticky'],
  ])('with %s is refused by the path of what is wrong, and changes nothing', async (_, policy, path) => {
    const answer = await put(policy);
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
    expect(answer.body.errors.map((error: { path: string }) => error.path)).toContain(path);
    expect((await gateway.admin.get(routing)).body.version).toBe(0);
  });
});

describe(`a preview, on ${storageKind}`, () => {
  it('predicts exactly where each person then goes', async () => {
    await put({
      rules: [{ name: 'campaign', when: { metadata: { campaign: 'spring' } }, ...to('innovatrics') }],
      default: {
        use: [
          { provider: 'uqudo', weight: 50 },
          { provider: 'vove', weight: 50 },
        ],
      },
    });
    const requests = Array.from({ length: 20 }, (_, index) => ({
      refId: `person-${index}`,
      metadata: index % 5 === 0 ? { campaign: 'spring' } : {},
    }));
    const preview = await gateway.admin.post(`${routing}/preview`, { mode: 'test', requests });
    expect(preview.status).toBe(200);
    const predicted = preview.body.data.map(({ provider }: { provider: string }) => provider);
    expect(await Promise.all(requests.map((request) => providerOf(request)))).toEqual(predicted);
    expect(new Set(predicted)).toEqual(new Set(['uqudo', 'vove', 'innovatrics']));
  });

  it('of a policy that is not in force shows where the newest sessions would have gone, and changes nothing', async () => {
    await put({ default: to('uqudo') });
    await providerOf({ refId: 'a' });
    await providerOf({ refId: 'b', provider: 'innovatrics' });
    const preview = await gateway.admin.post(`${routing}/preview`, {
      mode: 'test',
      last: 10,
      policy: { default: to('vove') },
    });
    // A pin stays a pin.
    expect(preview.body).toMatchObject({
      byProvider: { vove: 1, innovatrics: 1 },
      data: [
        { refId: 'b', pinned: true, provider: 'innovatrics' },
        { refId: 'a', pinned: false, provider: 'vove' },
      ],
    });
    expect((await gateway.admin.get(routing)).body.version).toBe(1);
  });

  it('needs neither a mode nor a person: accounts of the one mode that the tenant has count, and somebody new', async () => {
    await put({
      rules: [{ name: 'emirates', when: { country: ['ARE'] }, ...to('vove') }],
      default: to('uqudo'),
    });
    const session = (await tenant.app.post('/v1/sessions', {})).body;
    const requests = [{ country: 'ARE' }, {}];
    const made = await gateway.admin.post(`${routing}/preview`, { requests });
    expect(made).toMatchObject({
      status: 200,
      body: { data: [{ provider: 'vove' }, { provider: 'uqudo' }] },
    });
    expect(made.body.data[0].refId).toMatch(/^[0-9a-f-]{36}$/);
    const newest = await gateway.admin.post(`${routing}/preview`, { last: 5 });
    expect(newest.body.data).toMatchObject([{ sessionId: session.id, provider: 'uqudo' }]);
  });

  it('of nothing is 400, of an unknown flow 422', async () => {
    expect((await gateway.admin.post(`${routing}/preview`, {})).status).toBe(400);
    const requests = [{ refId: 'a', flow: 'nowhere' }];
    const unknown = await gateway.admin.post(`${routing}/preview`, { mode: 'test', requests });
    expect(unknown).toMatchObject({ status: 422, body: { code: 'flow_unknown' } });
  });
});

describe(`a flow that needs the chip, on ${storageKind}`, () => {
  beforeEach(async () => {
    const flow = `/v1/admin/tenants/${tenant.id}/flows/chip`;
    expect((await gateway.admin.put(flow, { perProvider: chipFlow })).status).toBe(200);
  });

  it('goes past every provider that cannot read one', async () => {
    await put({ default: to('vove', 'innovatrics', 'uqudo') });
    expect(await providerOf({ flow: 'chip' })).toBe('uqudo');
    expect(await providerOf()).toBe('vove');
  });

  it('pinned to a provider that cannot read one is 422 capability_unsupported', async () => {
    const answer = await tenant.app.post('/v1/sessions', { flow: 'chip', provider: 'vove' });
    expect(answer).toMatchObject({ status: 422, body: { code: 'capability_unsupported' } });
  });
});

describe(`maintenance of an account, on ${storageKind}`, () => {
  const maintenance = () =>
    `/v1/admin/tenants/${tenant.id}/provider-accounts/${tenant.accounts['vove'] ?? ''}/maintenance`;
  const inMinutes = (minutes: number) =>
    new Date(gateway.clock.now().getTime() + minutes * 60_000).toISOString();

  it('is routed around until it is over; a session under way there still ends', async () => {
    await put({ default: to('vove', 'innovatrics') });
    const session = (await tenant.app.post('/v1/sessions', { refId: 'under-way' })).body;
    const window = { from: inMinutes(-1), until: inMinutes(60), reason: 'announced by the vendor' };
    const set = await gateway.admin.put(maintenance(), window);
    expect(set).toMatchObject({ status: 200, body: { maintenance: window } });
    expect(await providerOf({ refId: 'new' })).toBe('innovatrics');

    await controlOf(findSandbox(sandboxes, 'vove')).play(session.handoff, 'approved');
    expect(await watch(tenant.app, session.id).until('approved')).toMatchObject({ provider: 'vove' });

    const ended = await gateway.admin.put(maintenance(), { from: null, until: null });
    expect(ended).toMatchObject({ status: 200, body: { maintenance: null } });
    expect(await providerOf({ refId: 'newer' })).toBe('vove');
  });

  it.each([
    ['ends before it begins', 30, 10, 'until'],
    ['is over already', -30, -10, 'until'],
    ['never ends', 10, null, 'until'],
    ['never begins', null, 10, 'from'],
  ])('that %s is refused', async (_, from, until, path) => {
    const time = (minutes: number | null) => (minutes === null ? null : inMinutes(minutes));
    const answer = await gateway.admin.put(maintenance(), { from: time(from), until: time(until) });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path }] } });
  });
});

describe(`a removed account, on ${storageKind}`, () => {
  it('is gone for new sessions and admins, while the session under way there still reaches its end', async () => {
    const { body: session } = await tenant.app.post('/v1/sessions', { provider: 'vove' });
    const account = `/v1/admin/tenants/${tenant.id}/provider-accounts/${tenant.accounts['vove'] ?? ''}`;
    expect((await gateway.admin.delete(account)).status).toBe(204);
    expect((await gateway.admin.get(account)).status).toBe(404);
    expect((await gateway.admin.delete(account)).status).toBe(404);
    expect((await tenant.app.post('/v1/sessions', { provider: 'vove' })).status).not.toBe(201);
    await controlOf(findSandbox(sandboxes, 'vove')).play(session.handoff, 'approved');
    await watch(tenant.app, session.id).until('approved');
  });
});

it('the catalog of providers describes what an account and a flow look like, as JSON Schema', async () => {
  const { status, body } = await gateway.admin.get('/v1/admin/providers');
  expect(status).toBe(200);
  expect(body.data.map(({ id }: { id: string }) => id)).toEqual(sandboxes.map(({ vendor }) => vendor));
  for (const { schemas, capabilities } of body.data) {
    expect(schemas.settings).toMatchObject({ type: 'object', properties: expect.any(Object) });
    expect(schemas.credentials).toMatchObject({ type: 'object', required: expect.any(Array) });
    expect(schemas.flow).toMatchObject({ type: 'object' });
    expect(capabilities.handoff).toEqual(expect.any(String));
  }
});
