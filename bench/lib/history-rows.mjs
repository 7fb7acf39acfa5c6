/**
 * Statements that fill the tables with made-up sessions and their journal, as if a tenant had used the gateway for
 * 90 days. `$1` is the tenant, `$2` how many sessions, `$3` the time of the newest. The same seed gives the same rows.
 */
export function historyStatements(seed = 0.42) {
  return [`SELECT setseed(${seed})`, sessions, journal];
}

/** Ids of the right shape: as many as wanted, in the order of `n`, and no two tenants' alike. */
const id = (prefix, tenant, n) =>
  `'${prefix}_0' || substr(translate(md5(${tenant}), 'abcdef', '234567'), 1, 13) || lpad(translate(to_hex(${n}), 'abcdef', 'ghjkmn'), 12, '0')`;

/** The words are drawn from lists in which the frequent ones stand more often. */
const drawn = (draw, ...shares) => {
  const whens = shares.map(([word, upTo]) => `WHEN ${draw} < ${upTo} THEN '${word}'`);
  return `CASE ${whens.join(' ')} END`;
};

const status = drawn(
  'status_draw',
  ['approved', 0.62],
  ['declined', 0.77],
  ['expired', 0.89],
  ['cancelled', 0.94],
  ['failed', 0.97],
  ['in_review', 0.985],
  ['processing', 0.99],
  ['in_progress', 0.995],
  ['pending', 1.1],
);
const provider = drawn('provider_draw', ['uqudo', 0.6], ['innovatrics', 0.9], ['vove', 1.1]);
const flow = drawn('flow_draw', ['default', 0.8], ['full', 0.95], ['light', 0.99], ['seldom', 1.1]);

const sessions = `
INSERT INTO sessions (id, tenant_id, mode, ref_id, external_id, flow, provider, account_id, attempt, status, metadata,
  progress, decision, routing, data_key, sealed_request, sealed_handoff, sealed_result, last_seq, version,
  idle_checks, refusals, streaming, created_at, started_at, updated_at, expires_at, ended_at)
SELECT ${id('vs', '$1::text', 'n')}, $1, mode, 'user-' || n / 3, 'order-' || n / 2, flow, provider, 'pac_of_' || provider,
  attempt, status, '{}', '[]', decision,
  '{"policyVersion":3,"rule":null,"pinned":false,"candidates":[],"attempts":[]}',
  decode(repeat(md5(n::text), 2), 'hex'), decode(repeat(md5(n::text), 25), 'hex'), decode(repeat(md5(n::text), 20), 'hex'),
  CASE WHEN decision IS NOT NULL THEN decode(repeat(md5(n::text), 40), 'hex') END,
  5, 6, 0, 0, false, created_at, created_at, created_at, created_at + interval '1 hour', ended_at
FROM (
  SELECT *, CASE
      WHEN status IN ('approved', 'declined') THEN jsonb_build_object('outcome', status, 'revision', CASE WHEN late_draw < 0.01 THEN 2 ELSE 1 END, 'decidedAt', ended_at, 'reasons', '[]'::jsonb)
      WHEN status = 'in_review' THEN jsonb_build_object('outcome', 'review', 'revision', 1, 'decidedAt', created_at, 'reasons', '[]'::jsonb)
    END AS decision
  FROM (
    SELECT n, CASE WHEN mode_draw < 0.95 THEN 'live' ELSE 'test' END AS mode, ${status} AS status, ${provider} AS provider,
      ${flow} AS flow, CASE WHEN late_draw < 0.95 THEN 1 WHEN late_draw < 0.99 THEN 2 ELSE 3 END AS attempt, late_draw,
      created_at,
      CASE WHEN status_draw < 0.97 THEN created_at + CASE WHEN late_draw < 0.02 THEN interval '9 days' * provider_draw ELSE interval '40 minutes' * flow_draw END END AS ended_at
    FROM (
      SELECT n, random() AS status_draw, random() AS provider_draw, random() AS flow_draw, random() AS mode_draw, random() AS late_draw,
        date_trunc('milliseconds', $3::timestamptz - interval '90 days' * (($2::int - n)::float / $2::int)) AS created_at
      FROM generate_series(1, $2::int) AS n) AS draws) AS words) AS made`;

/** Five entries a session, a look at every tenth, and a change by an admin for every five hundred. */
const journal = `
INSERT INTO journal_entries (id, tenant_id, subject_kind, subject_id, seq, type, at, actor_kind, actor_id, status, provider, data)
SELECT ${id('evt', '$1::text', 'row_number() OVER (ORDER BY at, subject_id, seq)')}, $1, subject_kind, subject_id, seq, type, at, actor_kind, actor_id, status, provider, '{}'
FROM (
  SELECT 'session' AS subject_kind, id AS subject_id, seq, type, created_at + seq * interval '30 seconds' AS at,
    CASE WHEN seq = 1 OR type LIKE '%viewed' THEN 'api_key' ELSE 'provider' END AS actor_kind,
    CASE WHEN seq = 1 THEN 'key_' || (hashtext(id) & 3) WHEN type LIKE '%viewed' THEN 'key_9' ELSE provider END AS actor_id,
    status, provider
  FROM sessions CROSS JOIN LATERAL (
    SELECT 1 AS seq, 'session.created' AS type UNION ALL SELECT 2, 'session.pending' UNION ALL SELECT 3, 'session.in_progress'
    UNION ALL SELECT 4, 'session.processing' UNION ALL SELECT 5, 'session.' || sessions.status
    UNION ALL SELECT 6, 'session.result_viewed' WHERE hashtext(sessions.id) % 10 = 0) AS entry
  WHERE tenant_id = $1 AND created_at <= $3
  UNION ALL
  SELECT 'routing', $1 || '/routing', n, 'routing.changed', $3::timestamptz - interval '90 days' * (n * 500.0 / $2::int), 'api_key', 'key_admin', NULL, NULL
  FROM generate_series(1, $2::int / 500) AS n) AS entries`;
