import type { Session } from './domain/session.js';
import type { SealedColumns } from './session-vault.js';

/** What a row holds besides the session itself. */
export type SealedFields = SealedColumns & { readonly dataKey?: Uint8Array<ArrayBuffer> | null };
type Field = keyof Session | keyof SealedFields;

/** Field → column, as in the Prisma schema. */
const columns: Readonly<Record<Field, string>> = {
  id: 'id',
  tenantId: 'tenant_id',
  mode: 'mode',
  refId: 'ref_id',
  externalId: 'external_id',
  flow: 'flow',
  provider: 'provider',
  accountId: 'account_id',
  attempt: 'attempt',
  status: 'status',
  statusReason: 'status_reason',
  country: 'country',
  documentType: 'document_type',
  locale: 'locale',
  returnUrl: 'return_url',
  metadata: 'metadata',
  progress: 'progress',
  decision: 'decision',
  routing: 'routing',
  vendorSessionId: 'vendor_session_id',
  vendorStatus: 'vendor_status',
  dataKey: 'data_key',
  sealedRequest: 'sealed_request',
  sealedHandoff: 'sealed_handoff',
  sealedResult: 'sealed_result',
  sealedFormer: 'sealed_former',
  handoffExpiresAt: 'handoff_expires_at',
  activeSlot: 'active_slot',
  lastSeq: 'last_seq',
  version: 'version',
  deadlineAt: 'deadline_at',
  nextCheckAt: 'next_check_at',
  idleChecks: 'idle_checks',
  refusals: 'refusals',
  streaming: 'streaming',
  heldBy: 'held_by',
  createdAt: 'created_at',
  startedAt: 'started_at',
  updatedAt: 'updated_at',
  expiresAt: 'expires_at',
  endedAt: 'ended_at',
};
const json = new Set<string>(['metadata', 'progress', 'decision', 'routing']);

/** Column names and the values for them, in the same order. */
export interface Assignments {
  readonly names: readonly string[];
  readonly values: readonly unknown[];
}

export function assignmentsOf(fields: Partial<Session> & SealedFields): Assignments {
  const given = Object.entries<unknown>(fields).filter(([, value]) => value !== undefined);
  return {
    names: given.map(([field]) => columns[field as Field]),
    values: given.map(([field, value]) =>
      json.has(field) && value !== null ? JSON.stringify(value) : value,
    ),
  };
}
