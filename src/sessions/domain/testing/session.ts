import type { Session } from '../session.js';

const at = new Date('2026-01-01T00:00:00Z');

/** An invented session, as it is after its start. */
export function aSession(fields: Partial<Session> = {}): Session {
  return {
    id: 'vs_01kdvnt1n0f5rr2jzj8q0hbz3a',
    tenantId: 'ten_01kdvnt1n0f5rr2jzj8q0hbz3b',
    mode: 'test',
    refId: 'person-1',
    externalId: null,
    flow: 'default',
    provider: 'acme',
    accountId: 'pac_01kdvnt1n0f5rr2jzj8q0hbz3c',
    attempt: 1,
    status: 'pending',
    statusReason: null,
    country: null,
    documentType: null,
    locale: null,
    returnUrl: null,
    metadata: {},
    progress: [],
    decision: null,
    routing: { policyVersion: null, rule: null, pinned: false, candidates: [], attempts: [] },
    vendorSessionId: 'vendor-1',
    vendorStatus: null,
    handoffExpiresAt: at,
    activeSlot: 'slot',
    lastSeq: 2,
    version: 2,
    deadlineAt: at,
    nextCheckAt: at,
    idleChecks: 0,
    refusals: 0,
    streaming: false,
    heldBy: null,
    createdAt: at,
    startedAt: at,
    updatedAt: at,
    expiresAt: at,
    endedAt: null,
    ...fields,
  };
}
