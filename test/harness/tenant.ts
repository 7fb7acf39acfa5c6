import type { Sandbox } from '../../src/sandbox/kit/sandbox.js';
import type { Api } from './api.js';
import type { TestGateway } from './gateway.js';
import { plant } from './trace.js';

export interface TestTenant {
  readonly id: string;
  readonly app: Api;
  readonly appKey: string;
  /** Account ids by provider. */
  readonly accounts: Readonly<Record<string, string>>;
}

export const returnUrl = 'https://app.example/done';

/** A tenant with an app key and an account at each sandbox, polled as fast as the contract allows unless it says otherwise. */
export async function makeTenant(
  gateway: TestGateway,
  sandboxes: readonly Sandbox[],
  name = 'Test tenant',
): Promise<TestTenant> {
  const created = await gateway.admin.post('/v1/admin/tenants', {
    name,
    allowedOrigins: ['https://app.example'],
  });
  const id = created.body.id as string;
  const accounts: Record<string, string> = {};
  for (const sandbox of sandboxes) accounts[sandbox.vendor] = await addAccount(gateway.admin, id, sandbox);
  const appKey = await makeKey(gateway.admin, id, 'app', 'test');
  return { id, app: gateway.as(appKey), appKey, accounts };
}

export async function addAccount(
  admin: Api,
  tenantId: string,
  { vendor, account }: Sandbox,
): Promise<string> {
  for (const secret of Object.values(account.credentials)) plant(secret);
  const answer = await admin.post(`/v1/admin/tenants/${tenantId}/provider-accounts`, {
    provider: vendor,
    name: `${vendor} sandbox`,
    mode: 'test',
    settings: { pollSeconds: 1, ...account.settings },
    credentials: account.credentials,
  });
  if (answer.status !== 201) throw new Error(`no account: ${JSON.stringify(answer.body)}`);
  return answer.body.id as string;
}

export async function makeKey(admin: Api, tenantId: string, role: string, mode: string): Promise<string> {
  const answer = await admin.post(`/v1/admin/tenants/${tenantId}/api-keys`, {
    role,
    mode,
    name: `${role} ${mode}`,
  });
  return answer.body.secret as string;
}
