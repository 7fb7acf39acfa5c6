import { randomInt, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { startSandboxes } from '../src/sandbox/catalog.js';
import type { Sandbox } from '../src/sandbox/kit/sandbox.js';
import type { Answer } from './harness/api.js';
import { startGateway, type TestGateway } from './harness/gateway.js';
import { storageKind } from './harness/storage.js';
import { makeKey, makeTenant, type TestTenant } from './harness/tenant.js';
import { plant, trace } from './harness/trace.js';

let gateway: TestGateway;
let sandboxes: Sandbox[];
let tenant: TestTenant;
let adminKey: string;

beforeAll(async () => {
  sandboxes = await startSandboxes();
  gateway = await startGateway();
  tenant = await makeTenant(gateway, sandboxes);
  adminKey = gateway.environment['BOOTSTRAP_ADMIN_KEY'] ?? '';
});
afterAll(async () => {
  await gateway.close();
  await Promise.all(sandboxes.map((sandbox) => sandbox.close()));
});

interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly key?: string;
  readonly headers?: Record<string, string>;
  /** As it goes over the wire. */
  readonly text?: string | Buffer<ArrayBuffer>;
  readonly json?: unknown;
}

/** Nothing is made nice on the way. */
async function send({ method, path = '/v1/sessions', key, headers, text, json }: Sent): Promise<Answer> {
  const body = text ?? (json === undefined ? undefined : JSON.stringify(json));
  const response = await fetch(gateway.url + path, {
    method: method ?? 'POST',
    headers: {
      authorization: `Bearer ${key ?? (path.startsWith('/v1/admin') ? adminKey : tenant.appKey)}`,
      ...(json === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body }),
  });
  const answer = await response.text();
  if (!response.ok) trace('error', answer);
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  return {
    status: response.status,
    headers: response.headers,
    body: isJson && answer !== '' ? JSON.parse(answer) : answer,
  };
}

/** Every value that is sent and must not come back. */
const marker = () => plant(`marker-${randomUUID()}`);

function expectProblem(answer: Answer, status: number, code: string, paths?: readonly string[]): void {
  expect({ status: answer.status, code: answer.body.code }).toEqual({ status, code });
  expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  expect(answer.body).toMatchObject({
    type: `/docs/errors/${code}`,
    title: expect.stringMatching(/./),
    status,
    detail: expect.stringMatching(/./),
    requestId: answer.headers.get('x-request-id'),
  });
  expect(JSON.stringify(answer.body)).not.toMatch(/marker-|\bat .*\.(ts|js):\d|node_modules|prisma/i);
  if (!paths) return;
  expect(answer.body.errors.map(({ path }: { path: string }) => path)).toEqual(paths);
  for (const error of answer.body.errors) {
    expect(error).toEqual({
      path: expect.any(String),
      code: expect.stringMatching(/^[a-z][a-z0-9_]*$/),
      message: expect.stringMatching(/./),
    });
  }
}

/** Values with a name short and plain enough for a title. */
const titled = (values: readonly string[]) =>
  values.map((value): [string, string] => [
    JSON.stringify(value.length > 60 ? `${value.slice(0, 20)}… (${value.length})` : value).slice(1, -1),
    value,
  ]);

const long = (length: number) => marker().padEnd(length, 'x');
const pairs = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 'v']));

/** A field, and values that it does not take. */
const wrongFields: Readonly<Record<string, () => unknown[]>> = {
  refId: () => [7, true, '', [marker()], { is: marker() }, long(257)],
  externalId: () => [7, false, '', [], {}, long(513)],
  flow: () => [7, '', 'UPPER', `${marker()}!`, ['default'], { name: marker() }, 'x'.repeat(65)],
  provider: () => [7, '', `${marker()}!`, ['uqudo'], { id: 'uqudo' }, '__proto__', '../uqudo'],
  forceCreation: () => ['true', 1, null, [], {}],
  applicant: () => [marker(), 7, true],
  country: () => ['AE', 'are', 'ZZZ', '', 7, ['ARE'], marker()],
  documentType: () => ['PASSPORT', '', 7, ['passport'], marker()],
  returnUrl: () => [marker(), '', 7, [], {}, `https://app.example/${long(2048)}`],
  locale: () => ['', 'a', 'ar_AE', `${marker()}_`, 7, ['ar'], long(36)],
  metadata: () => [
    null,
    marker(),
    7,
    [],
    [['a', 'b']],
    { a: 1 },
    { a: null },
    { a: [marker()] },
    { a: { b: marker() } },
    { '': 'empty name' },
    { ['k'.repeat(41)]: 'v' },
    { a: long(501) },
    pairs(21),
  ],
  expiresInSeconds: () => [59, 1_209_601, 60.5, '600', -600, true, [600], {}, 1e300],
  'applicant.firstName': () => [7, null, '', [marker()], {}, long(201)],
  'applicant.dateOfBirth': () => [
    '2004-02-30',
    '09/07/2004',
    '2004-7-9',
    '2004-07-09T00:00:00Z',
    20040709,
    '',
  ],
  'applicant.gender': () => ['F', '', 7, marker()],
  'applicant.email': () => [marker(), '', 7, 'a@', '@b.example', `${long(250)}@person.example`],
  'applicant.nickname': () => [marker(), null, { deep: marker() }],
  unknownField: () => [marker(), null, { deep: [marker()] }],
};

function bodyWith(path: string, value: unknown): Record<string, unknown> {
  const [first = '', second] = path.split('.');
  return { [first]: second === undefined ? value : { lastName: 'Doe', [second]: value } };
}

describe(`on ${storageKind}, a creation`, () => {
  it.each(Object.keys(wrongFields))(
    'with a %s that is not valid is told which field, not which value',
    async (path) => {
      for (const value of wrongFields[path]?.() ?? []) {
        expectProblem(await send({ json: bodyWith(path, value) }), 400, 'invalid_request', [path]);
      }
    },
  );

  it('with several mistakes is told of all of them at once', async () => {
    const json = { refId: 7, country: marker(), applicant: { gender: marker(), more: 1 }, extra: marker() };
    const answer = await send({ json });
    expectProblem(answer, 400, 'invalid_request');
    expect(answer.body.errors.map(({ path }: { path: string }) => path).sort()).toEqual([
      'applicant.gender',
      'applicant.more',
      'country',
      'extra',
      'refId',
    ]);
    const unknown = answer.body.errors.filter(({ code }: { code: string }) => code === 'unknown_field');
    expect(unknown.map(({ path }: { path: string }) => path).sort()).toEqual(['applicant.more', 'extra']);
  });

  it.each<[string, unknown, string, RegExp]>([
    ['a text', { refId: 7 }, 'is_string', /string/],
    ['a number', { expiresInSeconds: '600' }, 'is_int', /integer/],
    ['an object', { applicant: 7 }, 'is_object', /object/],
  ])('without %s where it belongs is told so, whatever else is wrong', async (_, json, code, message) => {
    const { body } = await send({ json });
    expect(body.errors).toEqual([expect.objectContaining({ code, message: expect.stringMatching(message) })]);
  });

  it.each([
    ['an empty object', { json: {} }],
    [
      'null for what may be left out',
      { json: { refId: null, applicant: null, locale: null, returnUrl: null } },
    ],
    ['no body at all', {}],
  ])('with %s is valid', async (_, sent) => {
    const answer = await send(sent);
    expect(answer).toMatchObject({ status: 201, body: { status: 'pending', refId: expect.any(String) } });
  });

  it.each([
    ['null', 'null'],
    ['a list', '[]'],
    ['a list of objects', '[{}]'],
    ['a text', '"text"'],
    ['a number', '7'],
    ['a boolean', 'true'],
  ])('with %s in place of an object is refused', async (_, text) => {
    expectProblem(
      await send({ text, headers: { 'content-type': 'application/json' } }),
      400,
      'invalid_request',
    );
  });

  it.each([
    ['nothing', () => ''],
    ['half an object', () => `{"refId": "${marker()}"`],
    ['a comma too many', () => '{"refId": "a",}'],
    ['single quotes', () => "{'refId': 'a'}"],
    ['a comment', () => '{/* */}'],
    ['two values', () => '{}{}'],
    ['no JSON', () => marker()],
    ['NaN', () => '{"expiresInSeconds": NaN}'],
    ['broken UTF-8', () => Buffer.from([0x7b, 0xff, 0xfe, 0x7d])],
    ['a raw control character', () => '{"refId": "\u0001"}'],
  ])('whose body is %s is refused as unreadable', async (_, text) => {
    const answer = await send({ text: text(), headers: { 'content-type': 'application/json' } });
    expectProblem(answer, 400, 'invalid_request');
  });

  it.each([
    ['text/plain'],
    ['text/plain; charset=utf-8'],
    ['application/xml'],
    ['application/x-www-form-urlencoded'],
    ['multipart/form-data; boundary=x'],
    ['application/jsonp'],
    ['nonsense'],
  ])('of content type %s is refused as unsupported', async (type) => {
    const answer = await send({ text: '{"refId":"a"}', headers: { 'content-type': type } });
    expectProblem(answer, 415, 'unsupported_media_type');
  });

  it('larger than 256 KiB is refused as too large, one just below is read', async () => {
    const sized = (bytes: number) => `{"unknown":"${'x'.repeat(bytes - 14)}"}`;
    const headers = { 'content-type': 'application/json' };
    expectProblem(await send({ text: sized(300 * 1024), headers }), 413, 'payload_too_large');
    expectProblem(await send({ text: sized(256 * 1024 + 1), headers }), 413, 'payload_too_large');
    const below = await send({ text: sized(256 * 1024), headers });
    expectProblem(below, 400, 'invalid_request', ['unknown']);
  });

  it.each([
    ['an object', '{"metadata":', '{"a":', '}'],
    ['a list', '{"metadata":', '[', ']'],
    ['an unknown field', '{"unknown":', '[', ']'],
    ['an applicant', '{"applicant":', '{"applicant":', '}'],
  ])(
    'with %s nested beyond all measure is refused, with an Idempotency-Key as without',
    async (_, start, open, close) => {
      for (const depth of [40, 2_000, 20_000]) {
        const text = `${start}${open.repeat(depth)}1${close.repeat(depth)}}`;
        if (text.length > 256 * 1024) continue;
        for (const key of [{}, { 'idempotency-key': randomUUID() }]) {
          const answer = await send({ text, headers: { 'content-type': 'application/json', ...key } });
          expectProblem(answer, 400, 'invalid_request');
        }
      }
    },
  );

  it.each([
    '{"__proto__": {"polluted": "yes"}}',
    '{"__proto__": null}',
    '{"constructor": {"prototype": {"polluted": "yes"}}}',
    '{"constructor": 7}',
    '{"prototype": {"polluted": "yes"}}',
    '{"toString": "x", "valueOf": 1, "hasOwnProperty": true}',
    '{"applicant": {"__proto__": {"polluted": "yes"}}}',
    '{"applicant": {"constructor": {"prototype": {"polluted": "yes"}}}}',
    '{"metadata": {"__proto__": {"polluted": "yes"}}}',
    '{"metadata": {"constructor": {"prototype": {"polluted": "yes"}}}}',
    '{"\\u005f\\u005fproto__": {"polluted": "yes"}}',
  ])('%s pollutes nothing and is refused', async (text) => {
    const answer = await send({ text, headers: { 'content-type': 'application/json' } });
    expectProblem(answer, 400, 'invalid_request');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it.each([
    ['refId', 'before\u0000after'],
    ['externalId', '\u0000'],
    ['refId', 'half \ud800 a pair'],
    ['metadata', { key: 'a\u0000b' }],
    ['metadata', { key: 'half \udfff a pair' }],
    ['metadata', { 'a\u0000b': 'v' }],
    ['applicant.firstName', 'Jo\u0000hn'],
    ['flow', 'default\u0000'],
    ['returnUrl', 'https://app.example/\u0000'],
  ])('with a %s of characters that no text has is refused', async (path, value) => {
    expectProblem(await send({ json: bodyWith(path, value) }), 400, 'invalid_request');
  });

  it('keeps every character that a text may have', async () => {
    const refId = '\u0001 ﷽ Zoë 王 🇦🇪 \u202e \ufeff \\ \' " ; -- %s ${x} <b>';
    const metadata = { campaign: refId, '🇦🇪': '' };
    const answer = await send({ json: { refId, externalId: refId, metadata } });
    expect(answer).toMatchObject({ status: 201, body: { refId, externalId: refId, metadata } });
    const found = await tenant.app.get(`/v1/sessions?refId=${encodeURIComponent(refId)}`);
    expect(found.body.data).toHaveLength(1);
  });
});

describe(`on ${storageKind}, a return address`, () => {
  it.each(
    titled([
      'https://else.example/done',
      'https://app.example.else.example/',
      'https://else.example/https://app.example',
      'https://else.example?https://app.example',
      'https://else.example#https://app.example',
      'https://app.example@else.example/',
      'https://app.example:secret@else.example/',
      'https://app.example%2F@else.example/',
      'https://app.example\\@else.example/',
      'https://else.example\\@app.example/',
      'https://else.example\\.app.example/',
      'https://app.example:8443/',
      'https://app.example:0/',
      'http://app.example/',
      'https://app.example./done',
      'https://app.example.:443/',
      'https://sub.app.example/',
      'https://аpp.example/',
      'https://app。example.else.example/',
      '//app.example/done',
      '/done',
      'app.example/done',
      'https:app.example@else.example',
      'https:///else.example/',
      'javascript:alert(1)',
      'javascript://app.example/%0aalert(1)',
      'JaVaScRiPt:alert(1)//https://app.example',
      'data:text/html,<script>alert(1)</script>',
      'blob:https://app.example/9115d58c',
      'file:///etc/passwd',
      'ftp://app.example/',
      'app://done',
      'https://',
      'https://[::1]/',
      ' https://else.example/',
      'https://app.example\t@else.example/',
      'https://else.example\n/app.example',
      'https://user:password@app.example/done',
    ]),
  )('%s is refused', async (_, returnUrl) => {
    const answer = await send({ json: { returnUrl } });
    expect(['invalid_request', 'return_url_not_allowed']).toContain(answer.body.code);
    expectProblem(
      answer,
      400,
      answer.body.code,
      answer.body.code === 'invalid_request' ? ['returnUrl'] : undefined,
    );
  });

  it.each([
    'https://app.example',
    'https://app.example/',
    'https://app.example/done?state=1#there',
    'https://APP.example/done',
    'HTTPS://app.EXAMPLE/done',
    'https://app.example:443/done',
    'https://app.example/@else.example',
  ])('%s is of an allowed origin', async (returnUrl) => {
    expect((await send({ json: { returnUrl } })).status).toBe(201);
  });

  it('in an origin not allowed is told as return_url_not_allowed', async () => {
    const answer = await send({ json: { returnUrl: 'https://else.example/done' } });
    expectProblem(answer, 400, 'return_url_not_allowed');
    expect(JSON.stringify(answer.body)).not.toContain('else.example');
  });
});

describe(`on ${storageKind}, a provider or flow that is not there`, () => {
  it('is 422 flow_unknown for a flow', async () => {
    const flow = marker();
    expectProblem(await send({ json: { flow } }), 422, 'flow_unknown');
  });

  it('is 400 for a pin to a provider that nobody knows', async () => {
    const provider = marker();
    expectProblem(await send({ json: { provider } }), 400, 'invalid_request', ['provider']);
  });

  it('is 422 no_provider_available for a tenant without an account, pinned or not', async () => {
    const bare = await makeTenant(gateway, [], 'Bare');
    for (const json of [{}, { provider: 'uqudo' }]) {
      expectProblem(await send({ key: bare.appKey, json }), 422, 'no_provider_available');
    }
  });
});

describe(`on ${storageKind}, a query`, () => {
  it.each([
    ['limit=0', ['limit']],
    ['limit=201', ['limit']],
    ['limit=-1', ['limit']],
    ['limit=1.5', ['limit']],
    ['limit=ten', ['limit']],
    ['limit=', ['limit']],
    ['limit=NaN', ['limit']],
    ['limit=1e999', ['limit']],
    ['limit=1&limit=2', ['limit']],
    ['refId=a&refId=b', ['refId']],
    ['provider=a&provider=b', ['provider']],
    ['cursor=a&cursor=b', ['cursor']],
    ['createdFrom=a&createdFrom=b', ['createdFrom']],
    ['status=unheard', ['status']],
    ['status=pending&status=unheard', ['status']],
    ['status=', ['status']],
    ['createdFrom=yesterday', ['createdFrom']],
    ['createdFrom=2026-01-01', ['createdFrom']],
    ['createdFrom=2026-13-01T00:00:00Z', ['createdFrom']],
    ['createdFrom=2026-02-30T00:00:00Z', ['createdFrom']],
    ['createdTo=2026-01-01T24:00:00Z', ['createdTo']],
    ['createdTo=2026-01-01T25:00:00Z', ['createdTo']],
    ['createdTo=2026-01-01T00:00:00', ['createdTo']],
    ['createdTo=1767225600', ['createdTo']],
    [`refId=${'x'.repeat(257)}`, ['refId']],
    [`cursor=${'x'.repeat(201)}`, ['cursor']],
    ['sort=asc', ['sort']],
    ['status[]=pending', ['status[]']],
    ['refId[contains]=a', ['refId[contains]']],
    ['constructor=1', ['constructor']],
    ['limit=1&unknown=1', ['unknown']],
  ])('?%s is refused by name', async (query, paths) => {
    const answer = await send({ method: 'GET', path: `/v1/sessions?${query}` });
    expectProblem(answer, 400, 'invalid_request', paths);
  });

  it.each([
    ...['refId=%00', 'refId=a%00b', 'provider=%00', 'externalId=%00', 'flow=%00', '%00=1', 'cursor=%00'],
    ...[
      '__proto__=1',
      '__proto__[limit]=1',
      'refId=%ff',
      'refId=%',
      'limit=%',
      '&&==&',
      '?',
      'refId=%ED%A0%80',
    ],
    ...[
      'createdFrom=0000-01-01T00:00:00Z',
      'createdTo=9999-12-31T23:59:59Z',
      'createdFrom=0001-01-01T00:00:00%2B14:00',
    ],
  ])('?%s never breaks anything', async (query) => {
    const answer = await send({ method: 'GET', path: `/v1/sessions?${query}` });
    if (answer.status !== 200) expectProblem(answer, 400, answer.body.code);
  });

  it.each([
    'x',
    'bm90IGEgY3Vyc29y',
    Buffer.from('1767225600000.vs_short').toString('base64url'),
    Buffer.from('99999999999999.ten_01ky4m9r7sf4h8r3t5n2e6x0qa').toString('base64url'),
    Buffer.from("1767225600000.vs_01ky4m9r7sf4h8r3t5n2e6x0q' OR 1=1").toString('base64url'),
    '%F0%9F%98%80',
  ])('with the cursor %s is refused as invalid_cursor', async (cursor) => {
    const answer = await send({ method: 'GET', path: `/v1/sessions?cursor=${cursor}` });
    expectProblem(answer, 400, 'invalid_cursor');
  });

  it('with a cursor made up in good shape gives an ordinary page', async () => {
    const cursor = Buffer.from('99999999999999.vs_01ky4m9r7sf4h8r3t5n2e6x0qa').toString('base64url');
    const answer = await send({ method: 'GET', path: `/v1/sessions?limit=1&cursor=${cursor}` });
    expect(answer.status).toBe(200);
  });

  it.each(['-1', '1.5', 'x', '2147483648', '9007199254740993', '1&after=2'])(
    'of events after=%s is refused by name',
    async (after) => {
      const { body } = await send({ json: {} });
      const path = `/v1/sessions/${body.id}/events?after=${after}`;
      expectProblem(await send({ method: 'GET', path }), 400, 'invalid_request', ['after']);
    },
  );
});

describe(`on ${storageKind}, an id`, () => {
  const badIds = [
    ...[
      'x',
      'vs_',
      'vs_01ky4m9r7sf4h8r3t5n2e6x0q',
      'vs_01KY4M9R7SF4H8R3T5N2E6X0QA',
      'vs_81ky4m9r7sf4h8r3t5n2e6x0qa',
    ],
    ...[
      'ten_01ky4m9r7sf4h8r3t5n2e6x0qa',
      '%00',
      'vs_%00',
      '%F0%9F%98%80',
      '..%2F..%2Fetc%2Fpasswd',
      "'%20OR%201=1",
    ],
    ...[
      'undefined',
      'null',
      '[object%20Object]',
      '__proto__',
      'constructor',
      'x'.repeat(199),
      'x'.repeat(5000),
    ],
  ];

  it.each(titled(badIds))('%s names no session, and is not_found wherever it stands', async (_, id) => {
    for (const [method, tail] of [
      ['GET', ''],
      ['GET', '/events'],
      ['GET', '/result'],
      ['GET', '/qr.svg'],
      ['POST', '/cancel'],
      ['POST', '/handoff'],
      ['POST', '/reroute'],
    ] as const) {
      expectProblem(await send({ method, path: `/v1/sessions/${id}${tail}` }), 404, 'not_found');
    }
  });

  it.each(titled(badIds))('%s names nothing of a tenant either', async (_, id) => {
    for (const [method, path] of [
      ['GET', `/v1/admin/tenants/${id}`],
      ['GET', `/v1/admin/tenants/${id}/api-keys`],
      ['DELETE', `/v1/admin/tenants/${tenant.id}/api-keys/${id}`],
      ['GET', `/v1/admin/tenants/${tenant.id}/provider-accounts/${id}`],
      ['GET', `/v1/admin/tenants/${tenant.id}/flows/${id}`],
    ] as const) {
      expectProblem(await send({ method, path }), 404, 'not_found');
    }
    const path = `/v1/admin/tenants/${tenant.id}/provider-accounts/${id}`;
    expectProblem(await send({ method: 'PATCH', path, json: { name: 'x' } }), 404, 'not_found');
  });

  it.each(['%', '%zz', '%E0%A4%A', '%c0%af'])('%s that cannot be decoded is refused', async (id) => {
    const answer = await send({ method: 'GET', path: `/v1/sessions/${id}` });
    expect([400, 404]).toContain(answer.status);
    expectProblem(answer, answer.status, answer.body.code);
  });
});

describe(`on ${storageKind}, a header`, () => {
  it.each(titled(['', ' ', 'two words', 'tab\there', 'x'.repeat(256), 'é', '\u0080']))(
    'Idempotency-Key "%s" is refused by name',
    async (_, key) => {
      const answer = await send({ json: {}, headers: { 'idempotency-key': key } });
      expectProblem(answer, 400, 'invalid_request', ['Idempotency-Key']);
    },
  );

  it('Idempotency-Key of 1 to 255 visible characters is accepted', async () => {
    for (const key of ['!', '~'.repeat(255)]) {
      expect((await send({ json: {}, headers: { 'idempotency-key': key } })).status).toBe(201);
    }
  });

  it.each(titled(['', 'two words', 'x'.repeat(129), '<script>', 'é', '"quoted"', 'a,b', '{{7*7}}']))(
    'X-Request-Id "%s" is replaced',
    async (_, id) => {
      for (const sent of [{ json: {} }, { json: { refId: 7 } }]) {
        const answer = await send({ ...sent, headers: { 'x-request-id': id } });
        expect(answer.headers.get('x-request-id')).toMatch(/^req_[0-9a-z]{26}$/);
        if (answer.status >= 400) expectProblem(answer, 400, 'invalid_request');
      }
    },
  );

  it.each(titled(['a', 'Trace-1.2:3_4', 'x'.repeat(128)]))(
    'X-Request-Id "%s" is kept, in refusals too',
    async (_, id) => {
      const headers = { 'x-request-id': id };
      expect((await send({ json: {}, headers })).headers.get('x-request-id')).toBe(id);
      for (const refused of [
        await send({ json: { refId: 7 }, headers }),
        await send({ json: {}, headers, key: 'none' }),
        await send({ text: '{', headers: { ...headers, 'content-type': 'application/json' } }),
        await send({ method: 'GET', path: '/v1/nothing', headers }),
      ]) {
        expect(refused.headers.get('x-request-id')).toBe(id);
        expectProblem(refused, refused.status, refused.body.code);
        expect(refused.body.requestId).toBe(id);
      }
    },
  );

  it.each(titled(['x'.repeat(201), 'é', '\u0080']))('X-Purpose "%s" is refused', async (_, purpose) => {
    const { body } = await send({ json: {} });
    const path = `/v1/sessions/${body.id}/result`;
    const answer = await send({ method: 'GET', path, headers: { 'x-purpose': purpose } });
    expectProblem(answer, 400, 'invalid_request');
  });
});

describe(`on ${storageKind}, what an admin sends`, () => {
  const own = (path: string) => `/v1/admin/tenants/${tenant.id}${path}`;
  const account = { provider: 'vove', name: 'x', mode: 'test' };

  it.each<[string, () => Sent, string[]]>([
    ['a tenant without a name', () => ({ path: '/v1/admin/tenants', json: {} }), ['name']],
    ['a tenant without a body', () => ({ path: '/v1/admin/tenants' }), ['name']],
    [
      'a tenant with a name of NUL',
      () => ({ path: '/v1/admin/tenants', json: { name: 'a\u0000' } }),
      ['name'],
    ],
    [
      'a tenant with a path as origin',
      () => ({ path: '/v1/admin/tenants', json: { name: 'x', allowedOrigins: ['https://a.example/b'] } }),
      ['allowedOrigins'],
    ],
    [
      'a tenant with a wildcard as origin',
      () => ({ path: '/v1/admin/tenants', json: { name: 'x', allowedOrigins: ['*'] } }),
      ['allowedOrigins'],
    ],
    [
      'a tenant with "null" as origin',
      () => ({ path: '/v1/admin/tenants', json: { name: 'x', allowedOrigins: ['null'] } }),
      ['allowedOrigins'],
    ],
    [
      'a tenant with one origin, no list',
      () => ({ path: '/v1/admin/tenants', json: { name: 'x', allowedOrigins: 'https://a.example' } }),
      ['allowedOrigins'],
    ],
    [
      'a tenant kept for ever',
      () => ({ path: '/v1/admin/tenants', json: { name: 'x', retentionDays: 1e9 } }),
      ['retentionDays'],
    ],
    [
      'a change of a name to null',
      () => ({ method: 'PATCH', path: own(''), json: { name: null } }),
      ['name'],
    ],
    ['a change of the id', () => ({ method: 'PATCH', path: own(''), json: { id: marker() } }), ['id']],
    [
      'a key of another role',
      () => ({ path: own('/api-keys'), json: { role: 'root', mode: 'test', name: 'x' } }),
      ['role'],
    ],
    ['a key of no mode', () => ({ path: own('/api-keys'), json: { role: 'app', name: 'x' } }), ['mode']],
    [
      'a key that expires some day',
      () => ({
        path: own('/api-keys'),
        json: { role: 'app', mode: 'test', name: 'x', expiresAt: 'some day' },
      }),
      ['expiresAt'],
    ],
    [
      'a key that expires on a day that does not exist',
      () => ({
        path: own('/api-keys'),
        json: { role: 'app', mode: 'test', name: 'x', expiresAt: '2027-02-30T00:00:00Z' },
      }),
      ['expiresAt'],
    ],
    [
      'a key with a secret of its own',
      () => ({ path: own('/api-keys'), json: { role: 'app', mode: 'test', name: 'x', secret: marker() } }),
      ['secret'],
    ],
    [
      'an account at nobody',
      () => ({
        path: own('/provider-accounts'),
        json: { ...account, provider: marker(), settings: {}, credentials: {} },
      }),
      ['provider'],
    ],
    [
      'an account without credentials',
      () => ({ path: own('/provider-accounts'), json: { ...account, settings: {} } }),
      ['credentials'],
    ],
    [
      'an account with a list as settings',
      () => ({ path: own('/provider-accounts'), json: { ...account, settings: [], credentials: {} } }),
      ['settings'],
    ],
    [
      'an unknown provider',
      () => ({ method: 'PUT', path: own('/provider'), json: { provider: marker() } }),
      ['provider'],
    ],
    [
      'a provider that is a list',
      () => ({ method: 'PUT', path: own('/provider'), json: { provider: ['vove'] } }),
      ['provider'],
    ],
    [
      'a policy whose rule is a list',
      () => ({
        method: 'PUT',
        path: own('/routing'),
        json: { rules: [[]], default: { use: [{ provider: 'vove', weight: 1 }] } },
      }),
      ['rules'],
    ],
    [
      'a policy with a list in place of a share',
      () => ({ method: 'PUT', path: own('/routing'), json: { default: { use: [[]] } } }),
      ['default.use'],
    ],
    [
      'a preview of a list',
      () => ({ path: own('/routing/preview'), json: { requests: [[]] } }),
      ['requests'],
    ],
    [
      'a flow without providers',
      () => ({ method: 'PUT', path: own('/flows/extra'), json: {} }),
      ['perProvider'],
    ],
    [
      'a flow that ends at once',
      () => ({ method: 'PUT', path: own('/flows/extra'), json: { perProvider: {}, expiresInSeconds: 1 } }),
      ['expiresInSeconds'],
    ],
  ])('%s is refused by name', async (_, sent, paths) => {
    expectProblem(await send(sent()), 400, 'invalid_request', paths);
  });

  it.each<[string, string, unknown, string[]]>([
    ['POST', '/api-keys', {}, ['role', 'mode', 'name']],
    ['PUT', '/provider', {}, ['provider']],
    ['PUT', '/routing', { default: {} }, ['default.use']],
    ['POST', '/routing/rollback', {}, ['version']],
  ])('%s %s without what it needs is told what is missing', async (method, path, json, missing) => {
    const { body } = await send({ method, path: own(path), json });
    const required = missing.map((name) => ({ path: name, code: 'required', message: 'must be given' }));
    expect(body.errors).toEqual(required);
  });

  it('credentials that do not fit are refused without a word of them', async () => {
    const [{ account: given } = { account: { settings: {}, credentials: {} } }] = sandboxes;
    const secret = marker();
    for (const credentials of [{ clientId: [secret] }, { clientId: secret, clientSecret: 7 }, secret]) {
      const json = { provider: 'uqudo', name: 'x', mode: 'test', settings: given.settings, credentials };
      const answer = await send({ path: own('/provider-accounts'), json });
      expect(answer.status).toBe(400);
      expect(
        JSON.stringify(answer.body.errors.map(({ message }: { message: string }) => message)),
      ).not.toContain(secret);
    }
  });

  it('a flow for an unknown provider is refused by name, and told which there are', async () => {
    const json = { perProvider: { [marker()]: {} } };
    const answer = await send({ method: 'PUT', path: own('/flows/extra'), json });
    expectProblem(answer, 400, 'invalid_request', ['perProvider']);
    expect(answer.body.detail).toContain('vove');
  });

  it.each(titled(['UPPER', 'two%20words', '%00', 'x'.repeat(65), '-', '%F0%9F%98%80', '__proto__']))(
    'a flow named %s, which no session could ask for, is refused',
    async (_, name) => {
      const answer = await send({ method: 'PUT', path: own(`/flows/${name}`), json: { perProvider: {} } });
      expect([400, 404]).toContain(answer.status);
      expectProblem(answer, answer.status, answer.body.code);
    },
  );
});

describe(`on ${storageKind}, whatever is sent`, () => {
  const seed = randomInt(2 ** 31);
  const anyText = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.string({
      unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
      maxLength: 5,
    }),
    fc.constantFrom(
      '',
      '\u0000',
      '__proto__',
      'constructor',
      'toString',
      'default',
      'vove',
      'ARE',
      'x'.repeat(600),
    ),
  );
  const anything = fc.oneof(
    fc.jsonValue({ maxDepth: 3, noUnicodeString: false }),
    anyText,
    fc.double(),
    fc.dictionary(anyText, anyText, { maxKeys: 4 }),
  );
  const orAnything = (valid: fc.Arbitrary<unknown>) =>
    fc.oneof({ weight: 3, arbitrary: valid }, { weight: 1, arbitrary: anything });
  const name = orAnything(fc.string({ minLength: 1, maxLength: 30 }));
  const seconds = orAnything(fc.integer({ min: 60, max: 1_209_600 }));
  const sessionBody = fc.record(
    {
      refId: name,
      externalId: name,
      flow: orAnything(fc.constant('default')),
      provider: orAnything(fc.constantFrom('vove', 'uqudo', 'innovatrics')),
      forceCreation: orAnything(fc.boolean()),
      applicant: orAnything(
        fc.record(
          { firstName: name, dateOfBirth: orAnything(fc.constant('2004-07-09')), email: anyText },
          { requiredKeys: [] },
        ),
      ),
      country: orAnything(fc.constant('ARE')),
      documentType: orAnything(fc.constant('passport')),
      returnUrl: orAnything(fc.oneof(fc.constant('https://app.example/done'), fc.webUrl())),
      locale: orAnything(fc.constant('ar-AE')),
      metadata: orAnything(fc.dictionary(anyText, anyText, { maxKeys: 3 })),
      expiresInSeconds: seconds,
      surprise: anything,
    },
    { requiredKeys: [] },
  );

  const holds = async (sent: Sent) => {
    const answer = await send(sent);
    if (answer.status < 400) return;
    expect(answer.status).toBeLessThan(500);
    expect(answer.body).toMatchObject({
      status: answer.status,
      code: expect.any(String),
      requestId: expect.any(String),
    });
  };

  it(`a creation never ends in a 500 (seed ${seed})`, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof({ weight: 5, arbitrary: sessionBody }, { weight: 1, arbitrary: anything }),
        (json) => holds({ text: JSON.stringify(json), headers: { 'content-type': 'application/json' } }),
      ),
      { seed, numRuns: 2000 },
    );
  });

  it(`nor does a query (seed ${seed})`, async () => {
    const names = [
      'status',
      'provider',
      'refId',
      'externalId',
      'flow',
      'createdFrom',
      'createdTo',
      'limit',
      'cursor',
    ];
    const parameter = fc.tuple(fc.oneof(fc.constantFrom(...names), anyText), anyText);
    await fc.assert(
      fc.asyncProperty(fc.array(parameter, { maxLength: 4 }), (parameters) =>
        holds({ method: 'GET', path: `/v1/sessions?${new URLSearchParams(parameters).toString()}` }),
      ),
      { seed, numRuns: 200 },
    );
  });

  it(`nor does what an auditor asks (seed ${seed})`, async () => {
    const key = await makeKey(gateway.admin, tenant.id, 'auditor', 'live');
    const names = {
      '/v1/audit/sessions': [
        'status',
        'outcome',
        'endedFrom',
        'endedTo',
        'attempts',
        'hasRevision',
        'refId',
        'flow',
      ],
      '/v1/audit/entries': ['subject', 'actor', 'type', 'from', 'to', 'limit', 'cursor', 'tenantId'],
    };
    const ordinary = fc.constantFrom('approved', 'true', '2', 'session.*', '2026-01-31T12:00:00Z');
    const asked = fc.constantFrom(...Object.entries(names)).chain(([path, own]) => {
      const parameter = fc.tuple(fc.oneof(fc.constantFrom(...own), anyText), fc.oneof(ordinary, anyText));
      return fc.tuple(fc.constant(path), fc.array(parameter, { maxLength: 4 }));
    });
    await fc.assert(
      fc.asyncProperty(asked, ([path, parameters]) =>
        holds({ method: 'GET', key, path: `${path}?${new URLSearchParams(parameters).toString()}` }),
      ),
      { seed, numRuns: 300 },
    );
  });

  it(`nor does what an admin asks (seed ${seed})`, async () => {
    const shapes = {
      'POST ../../tenants': fc.record(
        { name, allowedOrigins: orAnything(fc.constant([])), retentionDays: seconds },
        { requiredKeys: [] },
      ),
      'PATCH ': fc.record({ name, rateLimit: seconds, retentionDays: anything }, { requiredKeys: [] }),
      'POST /api-keys': fc.record(
        {
          role: orAnything(fc.constant('app')),
          mode: orAnything(fc.constant('test')),
          name,
          expiresAt: anything,
        },
        { requiredKeys: [] },
      ),
      'POST /provider-accounts': fc.record(
        {
          provider: orAnything(fc.constantFrom('vove', 'uqudo')),
          name,
          mode: orAnything(fc.constant('live')),
          settings: anything,
          credentials: anything,
        },
        { requiredKeys: [] },
      ),
      'PUT /flows/random': fc.record(
        {
          perProvider: orAnything(fc.dictionary(fc.constantFrom('vove', 'uqudo', 'innovatrics'), anything)),
          expiresInSeconds: seconds,
        },
        { requiredKeys: [] },
      ),
      'PUT /provider': fc.record({ provider: anything }, { requiredKeys: [] }),
    };
    const requests = Object.entries(shapes).map(([target, body]) =>
      fc.tuple(fc.constant(target), fc.oneof(body, anything)),
    );
    const scratch = await makeTenant(gateway, [], 'Scratch');
    await fc.assert(
      fc.asyncProperty(fc.oneof(...requests), ([target, json]) => {
        const [method = '', tail = ''] = target.split(' ');
        const path = tail.startsWith('..') ? '/v1/admin/tenants' : `/v1/admin/tenants/${scratch.id}${tail}`;
        return holds({
          method,
          path,
          text: JSON.stringify(json),
          headers: { 'content-type': 'application/json' },
        });
      }),
      { seed, numRuns: 2000 },
    );
  });
});
