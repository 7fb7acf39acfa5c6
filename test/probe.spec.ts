import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sandboxes as vendors, startSandboxes } from '../src/sandbox/catalog.js';
import type { Sandbox } from '../src/sandbox/kit/sandbox.js';
import { startGateway, type TestGateway } from './harness/gateway.js';
import { controlOf, findSandbox } from './harness/sandboxes.js';
import { storageKind } from './harness/storage.js';
import { makeKey, makeTenant, type TestTenant } from './harness/tenant.js';

let gateway: TestGateway;
let sandboxes: Sandbox[];
let tenant: TestTenant;

beforeAll(async () => {
  sandboxes = await startSandboxes();
  gateway = await startGateway();
  tenant = await makeTenant(gateway, sandboxes);
});
afterAll(async () => {
  await gateway.close();
  await Promise.all(sandboxes.map((sandbox) => sandbox.close()));
});

const accountsOf = ({ id }: TestTenant) => `/v1/admin/tenants/${id}/provider-accounts`;
const probe = (vendor: string, api = gateway.admin) =>
  api.post(`${accountsOf(tenant)}/${tenant.accounts[vendor] ?? ''}/probe`);

/** What goes wrong at the vendor, and our word for it. */
const troubles = [
  ['unauthorized', 'unauthorized'],
  ['server_error', 'unavailable'],
  ['connection_reset', 'unavailable'],
  ['throttled', 'throttled'],
] as const;

describe.each(Object.keys(vendors))(`on ${storageKind}, probing an account at %s`, (vendor) => {
  it('says that it works, and how long the vendor took', async () => {
    const { status, body } = await probe(vendor);
    expect({ status, body }).toEqual({
      status: 200,
      body: { ok: true, latencyMs: expect.any(Number), detail: null },
    });
    expect(body.latencyMs).toBeGreaterThanOrEqual(0);
  });

  it.each(troubles)('that is troubled by %s answers with our word %s', async (name, detail) => {
    const control = controlOf(findSandbox(sandboxes, vendor));
    // It has worked before: what is remembered of that must not answer for a vendor that fails now.
    expect((await probe(vendor)).body.ok).toBe(true);
    await control.disturb({ name });
    try {
      expect(await probe(vendor)).toMatchObject({ status: 200, body: { ok: false, detail } });
    } finally {
      await control.calm();
    }
  });

  it('tells wrong credentials, without a word of the vendor or of them', async () => {
    const { account } = findSandbox(sandboxes, vendor);
    const credentials = Object.fromEntries(
      Object.entries(account.credentials)
        // A key in a format of its own would be refused before any probe.
        .filter(([name]) => !/decryption|webhook/i.test(name))
        .map(([name, value]) => [name, `wrong-${value}`]),
    );
    const made = await gateway.admin.post(accountsOf(tenant), {
      ...{ provider: vendor, name: 'wrong', mode: 'test', enabled: false },
      settings: account.settings,
      credentials,
    });
    expect(made.status).toBe(201);
    const { body } = await gateway.admin.post(`${accountsOf(tenant)}/${made.body.id}/probe`);
    expect(body).toEqual({ ok: false, latencyMs: expect.any(Number), detail: 'unauthorized' });
  });

  it('makes no session at the vendor', async () => {
    const { sessions } = controlOf(findSandbox(sandboxes, vendor));
    const before = await sessions();
    await probe(vendor);
    expect(await sessions()).toEqual(before);
  });
});

describe(`on ${storageKind}, a probe`, () => {
  it('is only for who manages accounts, and only for accounts of the tenant', async () => {
    const vendor = Object.keys(vendors)[0] ?? '';
    const other = await makeTenant(gateway, sandboxes, 'Other');
    const admin = gateway.as(await makeKey(gateway.admin, other.id, 'admin', 'test'));
    const auditor = gateway.as(await makeKey(gateway.admin, tenant.id, 'auditor', 'test'));
    expect((await probe(vendor, tenant.app)).status).toBe(403);
    expect((await probe(vendor, auditor)).status).toBe(403);
    expect((await probe(vendor, admin)).status).toBe(404);
    const foreign = `${accountsOf(tenant)}/${other.accounts[vendor] ?? ''}/probe`;
    expect(await gateway.admin.post(foreign)).toMatchObject({ status: 404, body: { code: 'not_found' } });
  });
});
