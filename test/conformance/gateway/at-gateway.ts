import type { SessionEvent } from '../../../src/journal/session-event.js';
import type { TestGateway } from '../../harness/gateway.js';
import { watch } from '../../harness/session-watch.js';
import { makeTenant, returnUrl, type TestTenant } from '../../harness/tenant.js';
import { openPlayed, type Played } from '../played.js';
import type { Vendor } from '../vendors.js';

/** A tenant whose only account is at a stand-in of its own. */
export interface AtGateway extends Vendor {
  readonly id: string;
  readonly gateway: TestGateway;
  readonly tenant: TestTenant;
  readonly accountId: string;
  readonly standIn: Played;
}

export interface CreatedSession {
  readonly id: string;
  readonly refId: string;
  readonly clientToken: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as it came over REST; the stand-in looks into it
  readonly handoff: any;
  readonly watch: ReturnType<typeof watch>;
}

/** More often than any disturbance here strikes a start. */
const mostTries = 8;

export async function openAtGateway(
  gateway: TestGateway,
  vendor: Vendor,
  pollSeconds: number,
): Promise<AtGateway> {
  const standIn = await openPlayed(vendor.startSandbox);
  const { account } = standIn.sandbox;
  const settings = { ...account.settings, pollSeconds };
  const sandbox = { ...standIn.sandbox, account: { ...account, settings } };
  const { id } = vendor.provider.definition;
  const tenant = await makeTenant(gateway, [sandbox], id);
  return { ...vendor, id, gateway, tenant, standIn, accountId: tenant.accounts[id] ?? '' };
}

/** Creates as a good app does: a start that the vendor was not up to is tried again. */
export async function create({ id: provider, tenant }: AtGateway): Promise<CreatedSession> {
  for (let tries = 1; ; tries += 1) {
    const { status, body } = await tenant.app.post('/v1/sessions', { provider, returnUrl });
    if (status === 201) return { ...body, watch: watch(tenant.app, body.id) };
    if (status < 500 || tries === mostTries) throw new Error(`no session: ${status} ${JSON.stringify(body)}`);
  }
}

export function countOf(history: readonly SessionEvent[], type: string): number {
  return history.filter((event) => event.type === `session.${type}`).length;
}
