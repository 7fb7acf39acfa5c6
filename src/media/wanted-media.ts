import { randomBytes } from 'node:crypto';
import { newId } from '../common/ids.js';
import type { MediaRef } from '../providers/kit/findings.js';
import type { Session } from '../sessions/domain/session.js';
import type { Alongside } from '../sessions/session-store.js';

/** Notes, with the decision itself, the pictures to be captured. Those that are known already stay as they are. */
export function wantedMedia(
  { id: sessionId, tenantId }: Session,
  refs: readonly MediaRef[],
  at: Date,
): Alongside {
  const rows = refs.map(({ name, kind, sha256 }) => ({
    id: newId('med'),
    tenant_id: tenantId,
    session_id: sessionId,
    name,
    kind,
    announced_hash: sha256,
    status: 'wanted',
    storage_key: meaninglessKey(),
    attempts: 0,
    created_at: at,
    next_attempt_at: at,
  }));
  return { insert, values: [JSON.stringify(rows)] };
}

/** Settled before the first byte is stored, so that a repeat overwrites what a dead process left behind. */
function meaninglessKey(): string {
  const random = randomBytes(20).toString('hex');
  return `${random.slice(0, 2)}/${random.slice(2)}`;
}

const columns =
  'id, tenant_id, session_id, name, kind, announced_hash, status, storage_key, attempts, created_at, next_attempt_at';

function insert(parameter: number, condition: string): string {
  return `INSERT INTO media (${columns}) SELECT ${columns} FROM jsonb_to_recordset($${parameter}::jsonb) AS wanted(
    id text, tenant_id text, session_id text, name text, kind text, announced_hash text, status text,
    storage_key text, attempts integer, created_at timestamptz, next_attempt_at timestamptz)
    ${condition} ON CONFLICT (session_id, name) DO NOTHING`;
}
