import type { Sandbox } from '../../sandbox/kit/sandbox.js';
import { call } from './http.js';

export interface DemoTenant {
  readonly tenantId: string;
  readonly appKey: string;
  readonly auditorKey: string;
}

/** A tenant with an account at every sandbox, made through the admin API; the sandboxes call it back. */
export async function makeDemoTenant(
  gateway: string,
  adminKey: string,
  sandboxes: readonly Sandbox[],
): Promise<DemoTenant> {
  const admin = <T>(path: string, body: unknown) =>
    call<T>('POST', `${gateway}/v1/admin/tenants${path}`, adminKey, body);
  const { id } = await admin<{ id: string }>('', { name: 'Demo', allowedOrigins: [new URL(gateway).origin] });
  for (const { vendor, account, url } of sandboxes) {
    const made = await admin<{ id: string }>(`/${id}/provider-accounts`, {
      provider: vendor,
      name: `${vendor} sandbox`,
      mode: 'test',
      settings: { ...account.settings, pollSeconds: 1 },
      credentials: account.credentials,
    });
    const callbackUrl = `${gateway}/v1/callbacks/${made.id}`;
    await call('PUT', `${url}/_sandbox/knobs`, null, { callbackUrl });
  }
  const key = (role: string) =>
    admin<{ secret: string }>(`/${id}/api-keys`, { role, mode: 'test', name: `demo ${role}` });
  const [app, auditor] = await Promise.all([key('app'), key('auditor')]);
  return { tenantId: id, appKey: app.secret, auditorKey: auditor.secret };
}
