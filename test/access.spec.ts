import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PATH_METADATA } from '@nestjs/common/constants.js';
import { ModulesContainer } from '@nestjs/core';
import { SignJWT } from 'jose';
import { ADMISSION } from '../src/access/allow.js';
import type { Mode, Role } from '../src/access/api-key.js';
import { newId, type IdPrefix } from '../src/common/ids.js';
import { startSandboxes } from '../src/sandbox/catalog.js';
import type { Sandbox } from '../src/sandbox/kit/sandbox.js';
import type { Answer } from './harness/api.js';
import { startGateway, type TestGateway } from './harness/gateway.js';
import { bodiesWith, callerAt, operationsOf, type Ids, type Operation } from './harness/operations.js';
import { storageKind } from './harness/storage.js';
import { makeKey, makeTenant, type TestTenant } from './harness/tenant.js';
import { created, thingsOf } from './harness/things.js';
import { plant } from './harness/trace.js';

/** Who may do what, as the contract says. An operation with a permission that is not named here fails the test. */
const rolesOf: Readonly<Record<string, { roles: readonly Role[]; platformOnly?: boolean }>> = {
  'sessions:create': { roles: ['app'] },
  'sessions:read': { roles: ['app', 'admin', 'auditor'] },
  'sessions:change': { roles: ['app'] },
  'results:read': { roles: ['app'] },
  'personal-data:erase': { roles: ['app'] },
  'tenants:manage': { roles: ['admin'], platformOnly: true },
  'platform:read': { roles: ['admin', 'auditor'], platformOnly: true },
  'tenant:read': { roles: ['admin', 'auditor'] },
  'tenant:change': { roles: ['admin'] },
  'keys:manage': { roles: ['admin'] },
  'platform-keys:manage': { roles: ['admin'], platformOnly: true },
  'accounts:manage': { roles: ['admin'] },
  'flows:manage': { roles: ['admin'] },
  'routing:manage': { roles: ['admin'] },
  'callbacks:manage': { roles: ['admin'] },
  'history:read': { roles: ['auditor'] },
};

/** What needs no credential. */
const open = ['GET /health/live', 'GET /health/ready', 'GET /metrics'];
/** Vendors prove what they send instead of showing a credential: see callbacks.spec.ts. */
const proven = 'POST /v1/callbacks/{accountId}';

/** One kind of caller; `null`: a credential that opens nothing. */
interface CallerKind {
  readonly authorization: string | undefined;
  readonly is:
    | null
    | { readonly role: Role; readonly mode: Mode; readonly of: 'own' | 'foreign' | 'platform' }
    | { readonly clientOf: 'own' | 'other' | 'nothing' };
}

let gateway: TestGateway;
let sandboxes: Sandbox[];
let tenant: TestTenant;
let neighbour: TestTenant;
let operations: Operation[];
/** Things of the tenant, made with its test-mode key. */
let present: Ids;
/** Things of the same kind that do not exist. */
let absent: Ids;
let things: ReturnType<typeof thingsOf>;
let call: ReturnType<typeof callerAt>;
let callers: Readonly<Record<string, CallerKind>>;
let liveSessionId: string;
let liveKey: string;

beforeAll(async () => {
  sandboxes = await startSandboxes();
  gateway = await startGateway();
  tenant = await makeTenant(gateway, sandboxes);
  neighbour = await makeTenant(gateway, sandboxes, 'Neighbour');
  const { body: document } = await gateway.as(null).get('/openapi.json');
  operations = operationsOf(document).filter(({ name }) => name !== proven);

  const session = await created(tenant.app.post('/v1/sessions', { provider: 'vove' }));
  const other = await created(tenant.app.post('/v1/sessions', { provider: 'uqudo' }));
  const foreign = await created(neighbour.app.post('/v1/sessions', { provider: 'uqudo' }));
  const keys = `/v1/admin/tenants/${tenant.id}/api-keys`;
  things = thingsOf(gateway, tenant, vove());
  call = callerAt(gateway.url, bodiesWith(vove()));
  present = await things.present(session.id);
  const madeUp = (prefix: IdPrefix) => newId(prefix);
  absent = {
    id: madeUp('vs'),
    tenantId: madeUp('ten'),
    keyId: madeUp('key'),
    platformKeyId: madeUp('key'),
    accountId: madeUp('pac'),
    callbackId: madeUp('cbk'),
    mediaId: madeUp('med'),
    name: 'nowhere',
  };

  const { settings, credentials } = vove().account;
  await created(
    gateway.admin.post(`/v1/admin/tenants/${tenant.id}/provider-accounts`, {
      ...{ provider: 'vove', name: 'live', mode: 'live', settings, credentials },
    }),
  );
  liveKey = await makeKey(gateway.admin, tenant.id, 'app', 'live');
  liveSessionId = (await created(gateway.as(liveKey).post('/v1/sessions', { provider: 'vove' }))).id;

  const key = async (of: TestTenant, role: Role, mode: Mode) => makeKey(gateway.admin, of.id, role, mode);
  const revoked = await created(gateway.admin.post(keys, { role: 'admin', mode: 'live', name: 'revoked' }));
  expect((await gateway.admin.delete(`${keys}/${revoked.id}`)).status).toBe(204);
  const expired = await created(
    gateway.admin.post(keys, { role: 'app', mode: 'test', name: 'old', expiresAt: '2020-01-01T00:00:00Z' }),
  );
  const [header = '', claims = '', signature = ''] = session.clientToken.split('.');
  const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = signer(session.id);
  const bearer = (credential: string) => `Bearer ${credential}`;
  const nobody = (authorization?: string): CallerKind => ({ authorization, is: null });
  const somebody = (credential: string, is: CallerKind['is']): CallerKind => ({
    authorization: bearer(plant(credential)),
    is,
  });
  callers = {
    'no credential': nobody(),
    'an empty credential': nobody('Bearer '),
    'a credential of another scheme': nobody(`Basic ${tenant.appKey}`),
    'a key without a scheme': nobody(tenant.appKey),
    'two credentials': nobody(`Bearer ${tenant.appKey} ${tenant.appKey}`),
    'a malformed key': nobody(bearer('idv_app_test_tooshort')),
    'an endless key': nobody(bearer(`idv_app_test_${'a'.repeat(3000)}`)),
    'an unknown key': nobody(bearer(`idv_admin_live_${randomBytes(24).toString('hex')}`)),
    'an altered key': nobody(bearer(altered(tenant.appKey))),
    'a key with its role altered': nobody(bearer(tenant.appKey.replace('_app_', '_admin_'))),
    'a key with its mode altered': nobody(bearer(tenant.appKey.replace('_test_', '_live_'))),
    'an expired key': nobody(bearer(expired.secret)),
    'a revoked key': nobody(bearer(revoked.secret)),
    'an altered client token': nobody(bearer(`${header}.${claims}.${altered(signature, 10)}`)),
    'a client token for another session under the old signature': nobody(
      bearer([header, encoded({ ...decoded(claims), sub: foreign.id }), signature].join('.')),
    ),
    'an unsigned client token': nobody(bearer([encoded({ alg: 'none' }), claims, ''].join('.'))),
    'a client token that says none but is signed': nobody(
      bearer([encoded({ alg: 'none' }), claims, signature].join('.')),
    ),
    'an expired client token': nobody(bearer(await signed({ seconds: -1 }))),
    'a token for another audience': nobody(bearer(await signed({ audience: 'admin' }))),
    'a token signed with another key': nobody(bearer(await signed({ key: randomBytes(32) }))),
    'a token of another tenant than its session': {
      authorization: bearer(await signed({ tenantId: neighbour.id })),
      is: { clientOf: 'nothing' },
    },
    'the app test key': somebody(tenant.appKey, { role: 'app', mode: 'test', of: 'own' }),
    'the app live key': somebody(liveKey, { role: 'app', mode: 'live', of: 'own' }),
    'the admin key': somebody(await key(tenant, 'admin', 'test'), { role: 'admin', mode: 'test', of: 'own' }),
    'the auditor key': somebody(await key(tenant, 'auditor', 'live'), {
      ...{ role: 'auditor', mode: 'live', of: 'own' },
    }),
    'the app key of another tenant': somebody(neighbour.appKey, { role: 'app', mode: 'test', of: 'foreign' }),
    'the admin key of another tenant': somebody(await key(neighbour, 'admin', 'live'), {
      ...{ role: 'admin', mode: 'live', of: 'foreign' },
    }),
    'the auditor key of another tenant': somebody(await key(neighbour, 'auditor', 'test'), {
      ...{ role: 'auditor', mode: 'test', of: 'foreign' },
    }),
    "the platform's admin key": somebody(gateway.environment['BOOTSTRAP_ADMIN_KEY'] ?? '', {
      ...{ role: 'admin', mode: 'live', of: 'platform' },
    }),
    'the client token': somebody(session.clientToken, { clientOf: 'own' }),
    'the client token of another session': somebody(other.clientToken, { clientOf: 'other' }),
    'the client token of another tenant': somebody(foreign.clientToken, { clientOf: 'other' }),
  };
});
afterAll(async () => {
  await gateway.close();
  await Promise.all(sandboxes.map((sandbox) => sandbox.close()));
});

function vove(): Sandbox {
  const sandbox = sandboxes.find(({ vendor }) => vendor === 'vove');
  if (!sandbox) throw new Error('no sandbox for vove');
  return sandbox;
}

/** With one character changed. */
function altered(text: string, fromEnd = 1): string {
  const at = text.length - fromEnd;
  return text.slice(0, at) + (text[at] === 'a' ? 'b' : 'a') + text.slice(at + 1);
}

function decoded(part: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as Record<string, unknown>;
}

/** Makes client tokens as the gateway does, or nearly so. */
function signer(sessionId: string) {
  const own = Buffer.from(gateway.environment['TOKEN_SIGNING_KEY'] ?? '', 'base64');
  return ({ seconds = 60, audience = 'client', key = own, tenantId = tenant.id } = {}) =>
    new SignJWT({ tid: tenantId })
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject(sessionId)
      .setAudience(audience)
      .setIssuedAt()
      .setExpirationTime(Math.floor(Date.now() / 1000) + seconds)
      .sign(key);
}

/** What an app may ask of one session, if it may see that one; a browser too. */
function ofAppSessions(): Operation[] {
  return operations.filter(
    ({ parameters, roles }) => parameters.includes('id') && (!roles || roles.includes('app')),
  );
}

type Outcome = 'admitted' | 401 | 403 | 404;

/** The one table: what a caller is answered that asks for a thing of the tenant. */
function expected(operation: Operation, { is }: CallerKind): Outcome {
  if (open.includes(operation.name)) return 'admitted';
  if (is === null) return 401;
  const namesThing = operation.parameters.length > 0;
  if ('clientOf' in is) {
    if (!operation.byClient) return 403;
    if (is.clientOf === 'nothing') return 404;
    return is.clientOf === 'own' || !namesThing ? 'admitted' : 404;
  }
  const rule = rolesOf[operation.permission ?? ''];
  if (!rule?.roles.includes(is.role)) return 403;
  if (rule.platformOnly && is.of !== 'platform') return 403;
  if (!namesThing || is.of === 'platform') return 'admitted';
  const sees = is.of === 'own' && (is.role !== 'app' || is.mode === 'test');
  return sees ? 'admitted' : 404;
}

function fits({ status }: Answer, outcome: Outcome): boolean {
  return outcome === 'admitted' ? status < 500 && ![401, 403, 404].includes(status) : status === outcome;
}

/** A refusal as far as it may differ between two things: not at all, but for the request's own id. */
function told({ status, headers, body }: Answer): unknown {
  const { requestId, ...document } = body as Record<string, unknown>;
  return {
    status,
    type: headers.get('content-type'),
    hasRequestId: requestId === headers.get('x-request-id'),
    fields: document,
  };
}

const codes = { 401: 'unauthenticated', 403: 'forbidden', 404: 'not_found' } as const;

describe(`on ${storageKind}`, () => {
  it('every operation of the API description declares whom it admits, as the contract says', () => {
    const undeclared = operations.filter(
      ({ name, permission, roles, byKey, byClient }) =>
        !open.includes(name) &&
        !(byKey
          ? permission !== undefined && JSON.stringify(roles) === JSON.stringify(rolesOf[permission]?.roles)
          : byClient && permission === undefined),
    );
    expect(undeclared).toEqual([]);
    for (const name of open) expect(operations.map((operation) => operation.name)).toContain(name);
    expect(operations.length).toBeGreaterThan(20);
  });

  it('every route of the application, described or not, declares whom it admits', () => {
    const routes: string[] = [];
    const undeclared: string[] = [];
    for (const module of gateway.app.get(ModulesContainer).values()) {
      for (const { metatype } of module.controllers.values()) {
        const controller = metatype as { name: string; prototype: Record<string, unknown> };
        for (const method of Object.getOwnPropertyNames(controller.prototype)) {
          if (method === 'constructor') continue;
          const handler = controller.prototype[method];
          if (typeof handler !== 'function' || Reflect.getMetadata(PATH_METADATA, handler) === undefined)
            continue;
          routes.push(`${controller.name}.${method}`);
          const admission: unknown =
            Reflect.getMetadata(ADMISSION, handler) ?? Reflect.getMetadata(ADMISSION, controller);
          if (admission === undefined) undeclared.push(`${controller.name}.${method}`);
        }
      }
    }
    expect(undeclared).toEqual([]);
    expect(routes.length).toBeGreaterThanOrEqual(operations.length);
  });

  it('a token made as the gateway makes them is accepted, so that those refused below are refused for their fault', async () => {
    const token = await signer(present['id']!)();
    expect((await gateway.as(token).get('/v1/client/session')).body).toMatchObject({ id: present['id'] });
  });

  it('every operation answers every kind of caller as the table says, and never 500', async () => {
    const wrong: string[] = [];
    for (const [name, caller] of Object.entries(callers)) {
      for (const operation of operations) {
        const outcome = expected(operation, caller);
        const answer = await call(operation, present, caller.authorization);
        const code = outcome === 'admitted' ? undefined : codes[outcome];
        if (!fits(answer, outcome) || (code !== undefined && answer.body.code !== code)) {
          wrong.push(`${operation.name} by ${name}: ${answer.status} ${answer.body.code}, not ${outcome}`);
        }
        if (answer.status === 401) expect(answer.headers.get('www-authenticate')).toBe('Bearer');
        if (answer.status === 204) present = { ...present, ...(await things.anotherFor(operation)) };
      }
    }
    expect(wrong).toEqual([]);
  });

  it('a refusal is the same for a thing that exists and for one that does not', async () => {
    for (const caller of Object.values(callers)) {
      for (const operation of operations.filter(({ parameters }) => parameters.length > 0)) {
        if (expected(operation, caller) === 'admitted') continue;
        const [there, notThere] = [
          await call(operation, present, caller.authorization),
          await call(operation, absent, caller.authorization),
        ];
        expect(told(there)).toEqual(told(notThere));
      }
    }
  });

  it("to somebody who may, what does not exist is not_found, in the same words as what is another tenant's", async () => {
    const admin = callers["the platform's admin key"]!;
    const foreign = callers['the admin key of another tenant']!;
    for (const operation of operations.filter(({ parameters }) => parameters.includes('tenantId'))) {
      const missing = await call(operation, absent, admin.authorization);
      expect(missing).toMatchObject({ status: 404, body: { code: 'not_found' } });
      expect(told(await call(operation, present, foreign.authorization))).toEqual(told(missing));
    }
    const app = callers['the app test key']!;
    const stranger = callers['the app key of another tenant']!;
    for (const operation of ofAppSessions()) {
      const missing = await call(operation, absent, app.authorization);
      expect(missing).toMatchObject({ status: 404, body: { code: 'not_found' } });
      expect(told(await call(operation, present, stranger.authorization))).toEqual(told(missing));
    }
  });

  it("another tenant's things cannot be reached through one's own tenant", async () => {
    const { authorization } = callers['the admin key of another tenant']!;
    const crossed = operations.filter(({ parameters }) =>
      parameters.some((name) => ['keyId', 'accountId', 'callbackId'].includes(name)),
    );
    expect(crossed.length).toBeGreaterThan(2);
    for (const operation of crossed) {
      const answer = await call(operation, { ...present, tenantId: neighbour.id }, authorization);
      expect(answer).toMatchObject({ status: 404, body: { code: 'not_found' } });
    }
    const account = await gateway.admin.get(
      `/v1/admin/tenants/${tenant.id}/provider-accounts/${present['accountId']!}`,
    );
    expect(account.status).toBe(200);
  });

  it("no answer to another tenant's caller names a thing of this tenant", async () => {
    for (const [name, { authorization, is }] of Object.entries(callers)) {
      if (is === null || !('of' in is) || is.of !== 'foreign') continue;
      for (const operation of operations) {
        const text = JSON.stringify((await call(operation, present, authorization)).body);
        for (const id of [
          present['id']!,
          tenant.id,
          present['keyId']!,
          present['platformKeyId']!,
          present['accountId']!,
          liveSessionId,
        ]) {
          if (text.includes(id)) throw new Error(`${operation.name} tells ${name} of ${id}`);
        }
      }
    }
  });

  it('a test key does not see live sessions, nor a live key those of test mode, in any operation', async () => {
    for (const operation of ofAppSessions()) {
      const ofLive = { ...present, id: liveSessionId };
      const [byTest, byLive] = [
        await call(operation, ofLive, callers['the app test key']!.authorization),
        await call(operation, present, callers['the app live key']!.authorization),
      ];
      const missing = told(await call(operation, absent, callers['the app test key']!.authorization));
      expect(told(byTest)).toEqual(missing);
      expect(told(byLive)).toEqual(missing);
      expect(byTest.status).toBe(404);
    }
    const seenBy = async (key: string): Promise<{ id: string; mode: string }[]> =>
      (await gateway.as(key).get('/v1/sessions?limit=200')).body.data;
    const [ofTest, ofLive] = [await seenBy(tenant.appKey), await seenBy(liveKey)];
    expect(ofTest.map(({ id }) => id)).toContain(present['id']);
    expect(ofLive.map(({ id }) => id)).toContain(liveSessionId);
    expect(new Set(ofTest.map(({ mode }) => mode))).toEqual(new Set(['test']));
    expect(new Set(ofLive.map(({ mode }) => mode))).toEqual(new Set(['live']));
  });

  it('admins and auditors see sessions of both modes, without hand-off, applicant or result', async () => {
    for (const name of ['the admin key', 'the auditor key', "the platform's admin key"]) {
      const api = gateway.as(callers[name]!.authorization!.slice('Bearer '.length));
      const { body: made } = await tenant.app.post('/v1/sessions', {
        provider: 'uqudo',
        applicant: { firstName: plant('Ermentrude-Ophelia') },
      });
      for (const id of [made.id, liveSessionId]) {
        const { status, body } = await api.get(`/v1/sessions/${id}`);
        expect({ status, id: body.id, handoff: body.handoff }).toEqual({ status: 200, id, handoff: null });
        for (const kept of ['applicant', 'clientToken', 'hostedUrl', 'person', 'documents']) {
          expect(body).not.toHaveProperty(kept);
        }
      }
      const list = await api.get(`/v1/sessions?limit=200`);
      expect(JSON.stringify(list.body)).not.toContain('Ermentrude');
      for (const { handoff } of list.body.data) expect(handoff).toBeNull();
    }
  });

  it('only the platform may name another tenant in the list, and sees that tenant alone then', async () => {
    const { body } = await gateway.admin.get(`/v1/sessions?tenantId=${neighbour.id}&limit=200`);
    expect(new Set(body.data.map(({ tenantId }: { tenantId: string }) => tenantId))).toEqual(
      new Set([neighbour.id]),
    );
    for (const name of ['the app test key', 'the admin key', 'the auditor key']) {
      const api = gateway.as(callers[name]!.authorization!.slice('Bearer '.length));
      const answer = await api.get(`/v1/sessions?tenantId=${neighbour.id}`);
      expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } });
      expect((await api.get(`/v1/sessions?tenantId=${tenant.id}`)).status).toBe(200);
    }
    const auditor = gateway.as(callers['the auditor key']!.authorization!.slice('Bearer '.length));
    for (const what of ['sessions', 'entries'])
      expect((await auditor.get(`/v1/audit/${what}?tenantId=${tenant.id}`)).status).toBe(200);
  });

  it('a credential in the address opens nothing', async () => {
    for (const name of ['token', 'access_token', 'apiKey', 'key', 'authorization']) {
      const { status } = await gateway
        .as(null)
        .get(`/v1/sessions/${present['id']!}/qr.svg?${name}=${tenant.appKey}`);
      expect(status).toBe(401);
    }
  });

  it('a revoked key is refused from the next request on', async () => {
    const address = `/v1/admin/tenants/${tenant.id}/api-keys`;
    const { id, secret } = await created(
      gateway.admin.post(address, { role: 'app', mode: 'test', name: 'brief' }),
    );
    expect((await gateway.as(secret).get('/v1/sessions')).status).toBe(200);
    await gateway.admin.delete(`${address}/${id}`);
    expect((await gateway.as(secret).get('/v1/sessions')).status).toBe(401);
  });

  it('no list of keys or accounts shows a secret', async () => {
    const { body: keys } = await gateway.admin.get(`/v1/admin/tenants/${tenant.id}/api-keys`);
    const { body: accounts } = await gateway.admin.get(`/v1/admin/tenants/${tenant.id}/provider-accounts`);
    const shown = JSON.stringify([keys, accounts]);
    expect(keys.data.length).toBeGreaterThan(3);
    for (const { secret, secretHash } of keys.data)
      expect([secret, secretHash]).toEqual([undefined, undefined]);
    for (const kept of [tenant.appKey, liveKey]) expect(shown).not.toContain(kept);
    for (const { account } of sandboxes) {
      for (const value of Object.values(account.credentials)) expect(shown).not.toContain(value);
    }
  });

  it('what is not there is 404 for everybody, as a problem', async () => {
    for (const key of [null, tenant.appKey]) {
      for (const path of ['/v1/nothing', '/v2/sessions', '/v1/sessions/x/y/z', '/.env', '/v1//sessions']) {
        const answer = await gateway.as(key).get(path);
        expect({ path, status: answer.status, code: answer.body.code }).toEqual({
          path,
          status: 404,
          code: 'not_found',
        });
      }
    }
  });
});
