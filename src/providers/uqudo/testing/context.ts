import { WebSocket } from 'ws';
import { AccountMemories } from '../../runtime/account-memory.js';
import { providerHttp, VendorConnections } from '../../runtime/provider-http.js';
import type { ProviderSessionRef, Started, StartRequest } from '../../kit/start.js';
import type { UqudoContext } from '../context.js';
import { credentials } from '../credentials.js';
import { flow, type UqudoFlow } from '../flow.js';
import { settings } from '../settings.js';

export interface TestContext extends UqudoContext {
  /** Aborts the context's signal and lets go of its connections. */
  close(): Promise<void>;
}

export interface TestAccount {
  readonly settings: unknown;
  readonly credentials: unknown;
}

/** A context like the gateway's, with the gateway's own HTTP client and memory. */
export function contextOf(account: TestAccount, now: () => Date = () => new Date()): TestContext {
  const connections = new VendorConnections(true);
  const stopping = new AbortController();
  return {
    account: {
      id: 'pac_test',
      mode: 'test',
      settings: settings.parse(account.settings),
      credentials: credentials.parse(account.credentials),
    },
    http: providerHttp(connections, stopping.signal, () => undefined),
    memory: new AccountMemories().of('pac_test', '1'),
    signal: stopping.signal,
    now,
    openSocket: (url) => new WebSocket(url, { handshakeTimeout: 2_000, perMessageDeflate: false }),
    close: () => {
      stopping.abort();
      return connections.close();
    },
  };
}

export function requestFor(
  asked: unknown = {},
  rest: Partial<StartRequest<UqudoFlow>> = {},
): StartRequest<UqudoFlow> {
  return {
    startId: 'a3f1c0de-0000-4000-8000-000000000001',
    repeated: false,
    refId: 'user-1',
    externalId: null,
    forceCreation: false,
    applicant: null,
    returnUrl: null,
    locale: null,
    country: null,
    documentType: null,
    flow: flow.parse(asked),
    ...rest,
  };
}

export function refTo(started: Started, request = requestFor()): ProviderSessionRef<UqudoFlow> {
  return {
    vendorSessionId: started.vendorSessionId,
    secrets: started.secrets,
    startedAt: new Date(),
    request,
  };
}
