import { newId } from '../../src/common/ids.js';
import { Database } from '../../src/database/database.js';
import type { Sandbox } from '../../src/sandbox/kit/sandbox.js';
import type { Answer } from './api.js';
import { callbacksOf } from './callbacks.js';
import { eventually } from './eventually.js';
import type { TestGateway } from './gateway.js';
import type { Ids, Operation } from './operations.js';
import { controlOf } from './sandboxes.js';
import { addAccount, type TestTenant } from './tenant.js';

export async function created(answer: Promise<Answer>): Promise<Answer['body']> {
  const { status, body } = await answer;
  if (status !== 201) throw new Error(`not created but ${status}: ${JSON.stringify(body)}`);
  return body;
}

/** One of everything that an operation may name, for the tenant; and another of what an operation has removed. */
export function thingsOf(gateway: TestGateway, tenant: TestTenant, vove: Sandbox) {
  const keys = `/v1/admin/tenants/${tenant.id}/api-keys`;

  const spareKey = async (): Promise<string> =>
    (await created(gateway.admin.post(keys, { role: 'app', mode: 'test', name: 'spare' }))).id;

  const sparePlatformKey = async (): Promise<string> => {
    const wanted = { role: 'auditor', mode: 'live', name: 'spare' };
    return (await created(gateway.admin.post('/v1/admin/api-keys', wanted))).id;
  };

  /** A webhook of the vendor that the tenant has received. */
  const callback = async (): Promise<string> => {
    const control = controlOf(vove);
    await control.knobs({ callbackUrl: `${gateway.url}/v1/callbacks/${tenant.accounts['vove'] ?? ''}` });
    const session = await created(tenant.app.post('/v1/sessions', { provider: 'vove' }));
    await control.play(session.handoff, 'approved', 'in_progress');
    const [newest] = await eventually(
      () => callbacksOf(gateway.admin, tenant.id),
      ([one]) => one?.status === 'done',
    );
    return newest!.id;
  };

  /** A picture that is known of a session. What it shows is gone. */
  const missingPicture = async (sessionId: string): Promise<string> => {
    const id = newId('med');
    await gateway.app.get(Database).client.media.create({
      data: {
        ...{ id, tenantId: tenant.id, sessionId, name: 'front', kind: 'document_front' },
        ...{ status: 'missing', cause: 'not_found', attempts: 6, createdAt: new Date() },
      },
    });
    return id;
  };

  return {
    present: async (sessionId: string): Promise<Ids> => ({
      id: sessionId,
      tenantId: tenant.id,
      keyId: await spareKey(),
      platformKeyId: await sparePlatformKey(),
      accountId: tenant.accounts['vove'] ?? '',
      callbackId: await callback(),
      mediaId: await missingPicture(sessionId),
      name: 'default',
    }),
    anotherFor: async ({ parameters }: Operation): Promise<Ids> => {
      if (parameters.includes('accountId')) {
        return { accountId: await addAccount(gateway.admin, tenant.id, vove) };
      }
      if (parameters.includes('platformKeyId')) return { platformKeyId: await sparePlatformKey() };
      return parameters.includes('keyId') ? { keyId: await spareKey() } : {};
    },
  };
}
