// What one would write without a gateway: Fastify, pg and the vendor's call. It leaves out what the
// gateway is for (routing, encryption, many vendors, live events) and none of the durable work.
import { createHash, randomUUID, timingSafeEqual } from 'node:crypto';
import { fastify } from 'fastify';
import pg from 'pg';
import { typeidUnboxed } from 'typeid-js';
import { Agent, request } from 'undici';
import { findKey, findSetUp, insertEntry, insertSession, openSession } from './lib/bare-statements.mjs';

const pool = new pg.Pool({
  connectionString: process.env.DATABASE_URL,
  max: Number(process.env.DATABASE_POOL),
});
const vendorConnections = new Agent({ connections: 128, headersTimeout: 10_000, bodyTimeout: 10_000 });

const text = { type: 'string', maxLength: 512 };
const schema = {
  body: {
    type: 'object',
    required: ['refId'],
    additionalProperties: false,
    properties: {
      refId: { type: 'string', minLength: 1, maxLength: 256 },
      externalId: text,
      applicant: { type: 'object', additionalProperties: text },
      country: { type: 'string', minLength: 3, maxLength: 3 },
      returnUrl: { type: 'string', format: 'uri', maxLength: 2048 },
      locale: text,
      metadata: { type: 'object', additionalProperties: text },
    },
  },
};

const server = fastify();
server.post('/v1/sessions', { schema }, async (request, reply) => {
  const key = await authenticate(request.headers.authorization);
  if (!key) return reply.code(401).send({ code: 'unauthenticated' });
  const session = await create(key, request.body, request.id);
  return reply.code(201).send(session);
});
console.log(await server.listen({ port: 0, host: '127.0.0.1' }));

async function authenticate(header = '') {
  const apiKey = header.replace(/^Bearer /, '');
  const prefix = /^idv_app_test_.{8}/.exec(apiKey)?.[0];
  const { rows } = await pool.query(findKey(prefix));
  const hash = createHash('sha256').update(apiKey).digest();
  return rows[0] && timingSafeEqual(rows[0].secret_hash, hash) ? rows[0] : null;
}

async function create(key, wanted, requestId) {
  const { rows } = await pool.query(findSetUp(key));
  const [{ account_id: accountId, provider, settings, credentials, version, allowed_origins: origins }] =
    rows;
  if (!origins.includes(new URL(wanted.returnUrl).origin))
    throw new Error('the return address is not allowed');
  const now = new Date();
  const startId = randomUUID();
  const session = {
    ...wanted,
    id: typeidUnboxed('vs'),
    tenantId: key.tenant_id,
    mode: key.mode,
    accountId,
    provider,
    activeSlot: createHash('sha256').update(`${key.tenant_id}/${wanted.refId}`).digest('base64url'),
    request: JSON.stringify({ ...wanted, startId }),
    routing: {
      policyVersion: version,
      candidates: [{ provider, accountId, verdict: 'usable' }],
      attempts: [],
    },
    createdAt: now,
    expiresAt: new Date(now.getTime() + 3_600_000),
  };
  const by = { keyId: key.id, requestId };

  await inTransaction((client) =>
    write(client, insertSession(session), insertEntry(session, 'created', 1, by)),
  );
  const handoff = await startAtVendor(settings, JSON.parse(credentials.toString('utf8')), startId, wanted);
  await inTransaction((client) =>
    write(client, openSession(session, startId, handoff), insertEntry(session, 'pending', 2, by)),
  );
  const { id, refId, externalId, tenantId, mode, createdAt, expiresAt, metadata } = session;
  return {
    id,
    tenantId,
    mode,
    refId,
    externalId,
    provider,
    status: 'pending',
    handoff,
    createdAt,
    expiresAt,
    metadata,
  };
}

async function write(client, change, entry) {
  await client.query(change);
  await client.query(entry);
}

async function inTransaction(work) {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await work(client);
    await client.query('COMMIT');
    client.release();
  } catch (error) {
    client.release(error);
    throw error;
  }
}

async function startAtVendor(
  { baseUrl },
  { username, password },
  sessionId,
  { externalId, returnUrl, applicant },
) {
  const { statusCode, body } = await request(`${baseUrl}/api/v1/enrolment/initialize`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`,
      accept: 'application/json',
      'content-type': 'application/json',
    },
    body: JSON.stringify({ sessionId, returnUrl, externalId, applicantForm: applicant }),
    dispatcher: vendorConnections,
  });
  const answer = await body.json();
  if (statusCode !== 200) throw new Error(`the vendor answered ${statusCode}`);
  return { kind: 'redirect', url: answer.webEnrolmentUrl, expiresAt: new Date(Date.now() + 3_600_000) };
}
