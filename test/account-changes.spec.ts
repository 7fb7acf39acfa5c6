import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sandboxes as vendors, startSandboxes } from '../src/sandbox/catalog.js';
import type { Sandbox } from '../src/sandbox/kit/sandbox.js';
import { startGateway, type TestGateway } from './harness/gateway.js';
import { findSandbox } from './harness/sandboxes.js';
import { storageKind } from './harness/storage.js';
import { makeTenant, type TestTenant } from './harness/tenant.js';
import { plant } from './harness/trace.js';

let gateway: TestGateway;
let sandboxes: Sandbox[];
let tenant: TestTenant;
/** A server that is none of the vendors, and what it has been asked. */
let stranger: Server;
const asked: string[] = [];

beforeAll(async () => {
  sandboxes = await startSandboxes();
  gateway = await startGateway();
  stranger = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(401).end();
  }).listen(0, '127.0.0.1');
  await once(stranger, 'listening');
});
beforeEach(async () => {
  tenant = await makeTenant(gateway, sandboxes);
});
afterAll(async () => {
  await gateway.close();
  stranger.close();
  await Promise.all(sandboxes.map((sandbox) => sandbox.close()));
});

const at = (vendor: string) =>
  `/v1/admin/tenants/${tenant.id}/provider-accounts/${tenant.accounts[vendor] ?? ''}`;
const change = (vendor: string, fields: object) => gateway.admin.patch(at(vendor), fields);
const probe = async (vendor: string) => (await gateway.admin.post(`${at(vendor)}/probe`)).body;

/** One of the addresses, changed to the stranger's. */
function movedBy(settings: Record<string, string>, name: string) {
  const { port } = stranger.address() as AddressInfo;
  return { [name]: `${new URL(settings[name] ?? '').protocol}//127.0.0.1:${port}` };
}

describe.each(Object.keys(vendors))(`on ${storageKind}, an account at %s`, (vendor) => {
  it('is changed field by field, and works on', async () => {
    const { settings } = (await gateway.admin.get(at(vendor))).body;
    expect(await change(vendor, { settings: { pollSeconds: 7 } })).toMatchObject({
      ...{ status: 200, body: { settings: { ...settings, pollSeconds: 7 } } },
    });
    const without = await change(vendor, { settings: { pollSeconds: null } });
    expect(without.body.settings).toEqual({ ...settings, pollSeconds: undefined });
    const [required = ''] = Object.keys(settings).filter((name) => /Url$/.test(name));
    expect(await change(vendor, { settings: { [required]: null } })).toMatchObject({
      ...{ status: 400, body: { errors: [{ path: `settings.${required}` }] } },
    });
    expect((await probe(vendor)).ok).toBe(true);
  });

  it('never has its credentials sent to an address that came without any', async () => {
    const { settings } = (await gateway.admin.get(at(vendor))).body;
    for (const name of Object.keys(settings).filter((each) => /Url$/.test(each))) {
      expect(await change(vendor, { settings: movedBy(settings, name) })).toMatchObject({
        status: 400,
        body: { errors: [{ path: 'credentials', message: expect.stringContaining(`settings.${name}`) }] },
      });
      expect(await change(vendor, { settings: movedBy(settings, name), credentials: {} })).toMatchObject({
        ...{ status: 400, body: { code: 'invalid_request' } },
      });
    }
    expect((await probe(vendor)).ok).toBe(true);
    expect(asked).toEqual([]);
  });

  it('moves to a new address with all of its credentials', async () => {
    const { settings } = (await gateway.admin.get(at(vendor))).body;
    const { credentials } = findSandbox(sandboxes, vendor).account;
    const [name = ''] = Object.keys(settings).filter((each) => /Url$/.test(each));
    const moved = movedBy(settings, name);
    expect(await change(vendor, { settings: moved, credentials })).toMatchObject({
      ...{ status: 200, body: { settings: { ...settings, ...moved } } },
    });
  });
});

it(`on ${storageKind}, one credential is replaced, and the others stay as and since when they were`, async () => {
  const before = (await gateway.admin.get(at('vove'))).body.credentials;
  const webhookSecret = plant(`whsec_${Buffer.alloc(24, 7).toString('base64')}`);
  gateway.clock.advance(60);
  const { status, body } = await change('vove', { credentials: { webhookSecret } });
  gateway.clock.advance(-60);
  expect(status).toBe(200);
  expect(body.credentials.apiKey).toEqual(before.apiKey);
  expect(Date.parse(body.credentials.webhookSecret.setAt)).toBeGreaterThan(
    Date.parse(before.webhookSecret.setAt),
  );
  expect((await probe('vove')).ok).toBe(true);
  const taken = await change('vove', { credentials: { webhookSecret: null } });
  expect(taken.body.credentials).toEqual({ apiKey: before.apiKey });
  expect((await change('vove', { credentials: { apiKey: null } })).status).toBe(400);
});
