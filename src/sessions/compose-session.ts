import { randomUUID } from 'node:crypto';
import type { AnyProvider } from '../providers/kit/provider.js';
import type { StartRequest } from '../providers/kit/start.js';
import type { Choice } from '../routing/choose.js';
import type { FlowFields } from '../tenants/flows.js';
import type { Session } from './domain/session.js';
import { addSeconds } from './domain/timing.js';
import { slotOf } from './person-slots.js';
import type { App, WantedSession } from './wanted-session.js';

const longestDefaultSeconds = 3600;

/** All that a new session is made of. */
export interface Plan {
  readonly id: string;
  readonly app: App;
  readonly wanted: WantedSession;
  readonly flow: FlowFields;
  readonly choice: Choice;
  readonly provider: AnyProvider;
  readonly accountId: string;
}

export function composeSession(
  { id, app, wanted, flow, choice, provider, accountId }: Plan,
  now: Date,
  heldBy: string,
): Session {
  const { timing } = provider.definition;
  const defaultSeconds = flow.expiresInSeconds ?? Math.min(timing.sessionLifetime, longestDefaultSeconds);
  const expiresAt = addSeconds(now, wanted.expiresInSeconds ?? defaultSeconds);
  const { refId, externalId, country, documentType, locale, returnUrl, metadata } = wanted;
  return {
    id,
    ...app,
    refId,
    externalId,
    flow: wanted.flow,
    provider: provider.definition.id,
    accountId,
    attempt: 1,
    status: 'created',
    statusReason: null,
    country,
    documentType,
    locale,
    returnUrl,
    metadata,
    progress: [],
    decision: null,
    routing: { ...choice, attempts: [] },
    vendorSessionId: null,
    vendorStatus: null,
    handoffExpiresAt: null,
    activeSlot: slotOf({ ...app, refId, flow: wanted.flow }),
    lastSeq: 0,
    version: 1,
    deadlineAt: expiresAt,
    nextCheckAt: null,
    idleChecks: 0,
    refusals: 0,
    streaming: false,
    heldBy,
    createdAt: now,
    startedAt: now,
    updatedAt: now,
    expiresAt,
    endedAt: null,
  };
}

/** What the provider is asked. `forced`: it must make a session of its own even if it has one of this person. */
export function composeRequest({ wanted, flow, provider }: Plan, forced: boolean): StartRequest {
  const { refId, externalId, applicant, returnUrl, locale, country, documentType } = wanted;
  return {
    startId: randomUUID(),
    repeated: false,
    refId,
    externalId,
    forceCreation: forced,
    applicant,
    returnUrl,
    locale,
    country,
    documentType,
    flow: flowOf(provider, flow),
  };
}

/** The flow's part for this provider, completed with its defaults. */
export function flowOf({ definition }: AnyProvider, { perProvider }: FlowFields): unknown {
  return definition.flow.parse(perProvider[definition.id] ?? {}) as unknown;
}
