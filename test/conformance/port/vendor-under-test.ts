import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { Clock } from '../../../src/common/clock.js';
import { Log } from '../../../src/common/log.js';
import { Metrics } from '../../../src/common/metrics.js';
import { readSettings } from '../../../src/config/settings.js';
import type { ProviderContext } from '../../../src/providers/kit/context.js';
import type { AnyProvider } from '../../../src/providers/kit/provider.js';
import type { ProviderSessionRef, Started, StartRequest } from '../../../src/providers/kit/start.js';
import { ProviderContexts } from '../../../src/providers/runtime/provider-contexts.js';
import { VendorMetrics } from '../../../src/providers/runtime/vendor-metrics.js';
import type { SandboxAccount } from '../../../src/sandbox/kit/sandbox.js';
import { secretEnvironment } from '../../harness/secrets.js';
import { returnUrl } from '../../harness/tenant.js';
import { logFile, plant } from '../../harness/trace.js';
import type { StandIn } from './stand-in.js';

/** An adapter with an account at its vendor, which may be a stand-in or the vendor's own test system. */
export interface VendorUnderTest {
  readonly provider: AnyProvider;
  readonly account: SandboxAccount;
  /** Plays the person and misbehaves on request; null at a vendor's own system, which cannot be told. */
  readonly standIn: StandIn | null;
}

export interface BegunSession {
  readonly request: StartRequest;
  readonly started: Started;
  readonly ref: ProviderSessionRef;
}

const contexts = new ProviderContexts(
  readSettings({ PORT: '0', DATA_DIR: tmpdir(), ...secretEnvironment() }),
  new Clock(),
  new Log('debug', logFile()),
  new VendorMetrics(new Metrics()),
);
export const closeContexts = () => contexts.onApplicationShutdown();

/** What the gateway itself gives an adapter, with nothing replaced. */
export function contextFor({ provider, account }: VendorUnderTest): ProviderContext {
  const { id, settings, credentials } = provider.definition;
  for (const secret of Object.values(account.credentials)) plant(secret);
  return contexts.for({
    id: `pac_${randomUUID()}`,
    provider: id,
    mode: 'test',
    settings: settings.parse(account.settings),
    credentials: credentials.parse(account.credentials),
    updatedAt: new Date(),
  });
}

export function requestFor({ provider }: VendorUnderTest): StartRequest {
  return {
    startId: randomUUID(),
    repeated: false,
    refId: `person-${randomUUID()}`,
    externalId: null,
    forceCreation: false,
    applicant: null,
    returnUrl,
    locale: 'en',
    country: null,
    documentType: null,
    flow: provider.definition.flow.parse({}),
  };
}

export async function begin(vendor: VendorUnderTest, request = requestFor(vendor)): Promise<BegunSession> {
  const startedAt = new Date();
  const started = await vendor.provider.start(contextFor(vendor), request);
  return { request, started, ref: refOf(started, request, startedAt) };
}

export function refOf(started: Started, request: StartRequest, startedAt = new Date()): ProviderSessionRef {
  return { vendorSessionId: started.vendorSessionId, secrets: started.secrets, startedAt, request };
}
