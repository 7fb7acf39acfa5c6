import { typeidUnboxed } from 'typeid-js';

// Each has a name, so that PostgreSQL plans it once per connection; the gateway's have too.

export const findKey = (prefix) => ({
  name: 'find-key',
  text: `SELECT id, tenant_id, mode, secret_hash FROM api_keys
         WHERE prefix = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())`,
  values: [prefix],
});

/** Tenant, newest policy, account and flow at once. */
export const findSetUp = ({ tenant_id: tenantId, mode }) => ({
  name: 'find-set-up',
  text: `SELECT t.allowed_origins, p.version, a.id AS account_id, a.provider, a.settings,
                a.sealed_credentials AS credentials, f.per_provider
         FROM tenants t
         JOIN LATERAL (SELECT version, policy FROM routing_policies
                       WHERE tenant_id = t.id ORDER BY version DESC LIMIT 1) p ON true
         JOIN provider_accounts a ON a.tenant_id = t.id AND a.mode = $2 AND a.enabled
              AND a.provider = p.policy #>> '{default,use,0,provider}'
         LEFT JOIN flows f ON f.tenant_id = t.id AND f.name = 'default'
         WHERE t.id = $1 LIMIT 1`,
  values: [tenantId, mode],
});

export const insertSession = (session) => ({
  name: 'insert-session',
  text: `INSERT INTO sessions
           (id, tenant_id, mode, ref_id, external_id, flow, provider, account_id, attempt, status, country, locale,
            return_url, metadata, progress, routing, data_key, sealed_request, active_slot, last_seq, version,
            deadline_at, idle_checks, refusals, streaming, held_by, created_at, started_at, updated_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, 'default', $6, $7, 1, 'created', $8, $9, $10, $11, '[]', $12, $13, $14, $15,
                 1, 1, $16, 0, 0, false, 'bare', $17, $17, $17, $16)`,
  values: [
    session.id,
    session.tenantId,
    session.mode,
    session.refId,
    session.externalId,
    session.provider,
    session.accountId,
    session.country,
    session.locale,
    session.returnUrl,
    session.metadata,
    session.routing,
    // In the size of the gateway's wrapped key; the sealed columns hold plain bytes here.
    Buffer.alloc(68),
    Buffer.from(session.request),
    session.activeSlot,
    session.expiresAt,
    session.createdAt,
  ],
});

export const openSession = ({ id, routing }, vendorSessionId, handoff) => ({
  name: 'open-session',
  text: `UPDATE sessions SET status = 'pending', vendor_session_id = $2, sealed_handoff = $3, handoff_expires_at = $4,
                routing = $5, next_check_at = $6, held_by = NULL, updated_at = $7, last_seq = 2, version = 2
         WHERE id = $1 AND version = 1`,
  values: [
    id,
    vendorSessionId,
    Buffer.from(JSON.stringify(handoff)),
    handoff.expiresAt,
    { ...routing, attempts: [{ outcome: 'started' }] },
    handoff.expiresAt,
    new Date(),
  ],
});

export const insertEntry = ({ id, tenantId, provider }, status, seq, { keyId, requestId }) => ({
  name: 'insert-entry',
  text: `INSERT INTO journal_entries
           (id, tenant_id, subject_kind, subject_id, seq, type, at, actor_kind, actor_id, request_id, status, provider, data)
         VALUES ($1, $2, 'session', $3, $4, $5, $6, 'key', $7, $8, $9, $10, $11)`,
  values: [
    typeidUnboxed('evt'),
    tenantId,
    id,
    seq,
    `session.${status}`,
    new Date(),
    keyId,
    requestId,
    status,
    provider,
    { flow: 'default' },
  ],
});
