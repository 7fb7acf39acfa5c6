import type { Sandbox } from '../../src/sandbox/kit/sandbox.js';
import { startLetterbox, type ReceivedLetter } from '../../src/sandbox/kit/testing/letterbox.js';
import type { Answer, Api } from './api.js';
import { controlOf } from './sandboxes.js';
import { trace } from './trace.js';

/** A webhook as it goes over the wire. */
export interface Letter {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array<ArrayBuffer>;
}

export interface SeenCallback {
  readonly id: string;
  readonly accountId: string;
  readonly provider: string;
  readonly status: string;
  readonly sessionId: string | null;
  readonly vendorStatus: string | null;
  readonly attempts: number;
  readonly cause: string | null;
  readonly settledAt: string | null;
}

export async function deliver(gatewayUrl: string, accountId: string, letter: Letter): Promise<Answer> {
  const response = await fetch(`${gatewayUrl}/v1/callbacks/${accountId}`, { method: 'POST', ...letter });
  const text = await response.text();
  if (!response.ok) trace('error', text);
  return { status: response.status, headers: response.headers, body: JSON.parse(text) };
}

export async function callbacksOf(admin: Api, tenantId: string, query = ''): Promise<SeenCallback[]> {
  const { status, body } = await admin.get(`/v1/admin/tenants/${tenantId}/callbacks${query}`);
  if (status !== 200) throw new Error(`no callbacks: ${status}`);
  return body.data;
}

/** The genuine webhooks that the vendor sends for what is done meanwhile; they do not reach the gateway. */
export async function intercepted(
  sandbox: Sandbox,
  count: number,
  meanwhile: () => Promise<unknown>,
): Promise<Letter[]> {
  const letterbox = await startLetterbox();
  await controlOf(sandbox).knobs({ callbackUrl: letterbox.url });
  await meanwhile();
  const letters = await letterbox.received(count);
  await letterbox.close();
  return letters.map(asSent);
}

const ofTheConnection = ['host', 'connection', 'content-length', 'accept-encoding', 'transfer-encoding'];

function asSent({ headers, raw }: ReceivedLetter): Letter {
  const sent = Object.entries(headers).filter(([name]) => !ofTheConnection.includes(name));
  return { headers: Object.fromEntries(sent) as Record<string, string>, body: raw };
}
