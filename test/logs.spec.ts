import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startSandboxes } from '../src/sandbox/catalog.js';
import type { Sandbox } from '../src/sandbox/kit/sandbox.js';
import type { Answer, Api } from './harness/api.js';
import { everyByte, everyRow } from './harness/everything-stored.js';
import { outputOf, startMain, type MainProcess } from './harness/main-process.js';
import { controlOf } from './harness/sandboxes.js';
import { secretEnvironment } from './harness/secrets.js';
import { watch } from './harness/session-watch.js';
import { freshStorage, storageKind, type TestStorage } from './harness/storage.js';
import { addAccount, makeKey } from './harness/tenant.js';
import { plant } from './harness/trace.js';

/** Values that may stand in answers to those who are entitled to them, and nowhere else. */
const planted = new Set<string>();
/** The app's own names for things, which it is told to keep free of personal data. They are looked for, and found. */
const exempt = {
  refId: marker('person'),
  externalId: marker('order'),
  metadata: { campaign: marker('spring') },
};

function marker(what: string): string {
  return `${what}-${randomBytes(6).toString('hex')}`;
}

function secret<T extends string>(value: T): T {
  planted.add(value);
  return plant(value);
}

const errorBodies: string[] = [];
const journalled: string[] = [];
let sandboxes: Sandbox[];
let storage: TestStorage;
let main: MainProcess;
let output: string;

/** Whatever in an answer leads to the person, or is about the person. */
function collect({ body }: Answer): void {
  const { clientToken, hostedUrl, handoff, person, documents } = body;
  const { text, deepLink, url, token } = handoff ?? {};
  for (const way of [clientToken, hostedUrl, text, deepLink, url, token]) if (way) secret(way);
  const { firstName, lastName, fullName, fullNameNative, placeOfBirth, address } = person ?? {};
  const about = [firstName, lastName, fullName, fullNameNative, placeOfBirth, address];
  for (const { number, personalNumber, mrz } of documents ?? [])
    about.push(number, personalNumber, ...(mrz?.lines ?? []));
  // Shorter ones would be found by chance.
  for (const value of about) if (typeof value === 'string' && value.length >= 8) secret(value);
}

async function refused(answering: Promise<Answer>): Promise<Answer> {
  const answer = await answering;
  expect(answer.status).toBeGreaterThanOrEqual(400);
  errorBodies.push(JSON.stringify(answer.body));
  return answer;
}

beforeAll(async () => {
  [storage, sandboxes] = await Promise.all([freshStorage(), startSandboxes()]);
  const secrets = secretEnvironment();
  for (const value of Object.values(secrets)) secret(value);
  main = startMain({ ...storage.environment, ...secrets, LOG_LEVEL: 'debug' });
  const { as } = await main.listening();
  const admin = as(secrets['BOOTSTRAP_ADMIN_KEY'] ?? '');

  const { body: tenant } = await admin.post('/v1/admin/tenants', { name: 'Tenant' });
  for (const sandbox of sandboxes) {
    await addAccount(admin, tenant.id, sandbox);
    for (const credential of Object.values(sandbox.account.credentials)) secret(credential);
  }
  const app = as(secret(await makeKey(admin, tenant.id, 'app', 'test')));
  await Promise.all(sandboxes.map((sandbox) => verifyOne(app, sandbox)));
  await troubleWith(app, admin, as, tenant.id);

  main.kill('SIGTERM');
  await main.ended;
  output = outputOf(main);
}, 90_000);
afterAll(async () => {
  await Promise.all(sandboxes.map((sandbox) => sandbox.close()));
  await storage.drop();
});

/** From creation to the look at the result, with every kind of mishap at the vendor on the way. */
async function verifyOne(app: Api, sandbox: Sandbox): Promise<void> {
  const control = controlOf(sandbox);
  const applicant = {
    firstName: secret(marker('Given')),
    lastName: secret(marker('Family')),
    additionalNames: secret(marker('Middle')),
    dateOfBirth: secret('1987-03-14'),
    gender: 'female',
    email: secret(`${marker('mail')}@person.example`),
  };
  const request = { provider: sandbox.vendor, applicant, ...exempt, forceCreation: true };
  const created = await app.post('/v1/sessions', request, { 'idempotency-key': marker('key') });
  expect(created.status).toBe(201);
  collect(created);
  const session = watch(app, created.body.id);
  collect(await app.get(`/v1/sessions/${created.body.id}`));
  collect(await app.post(`/v1/sessions/${created.body.id}/handoff`));
  const { handoff } = await session.read();
  for (const name of ['server_error', 'malformed', 'unauthorized', 'connection_reset', 'extra_keys']) {
    await control.disturb({ name, times: 1 });
  }
  await control.play(handoff ?? {}, 'approved');
  await session.until('approved', 30_000);
  const result = await session.result();
  expect(result.status).toBe(200);
  collect(result);
  journalled.push(JSON.stringify(await session.history()));
}

/** Every way in which a request with something secret in it can be refused. */
async function troubleWith(app: Api, admin: Api, as: (key: string) => Api, tenantId: string): Promise<void> {
  const wrong = () => secret(marker('Wrong'));
  const create = (body: unknown, headers?: Record<string, string>) =>
    refused(app.post('/v1/sessions', body, headers));
  await create({ applicant: { email: wrong() } });
  await create({ applicant: { dateOfBirth: wrong(), gender: wrong() } });
  await create({ applicant: { firstName: wrong().repeat(20) } });
  await create({ applicant: wrong(), metadata: wrong(), locale: wrong(), country: wrong() });
  await create({ returnUrl: `https://${wrong()}.example/`, provider: 'vove' });
  await create({ unheardOf: wrong() });
  await create(`{"applicant": {"firstName": "${wrong()}"`);
  await create({ applicant: { firstName: `${wrong()} ${'x'.repeat(300_000)}` } });
  const headers = { 'idempotency-key': marker('key') };
  const first = { provider: 'vove', applicant: { firstName: secret(marker('First')) } };
  collect(await app.post('/v1/sessions', first, headers));
  await create({ provider: 'vove', applicant: { firstName: wrong() } }, headers);
  await refused(app.get(`/v1/sessions/${wrong()}`));
  await refused(app.get(`/v1/sessions?cursor=${wrong()}`));
  await refused(app.get(`/v1/sessions?status=${wrong()}`));
  await refused(app.get(`/v1/${wrong()}`));
  await refused(as(`idv_app_test_${secret(randomBytes(24).toString('hex'))}`).get('/v1/sessions'));

  const accounts = `/v1/admin/tenants/${tenantId}/provider-accounts`;
  const vove = sandboxes.find(({ vendor }) => vendor === 'vove');
  const account = { provider: 'vove', name: 'wrong', mode: 'test', settings: vove?.account.settings };
  await refused(admin.post(accounts, { ...account, credentials: { apiKey: wrong(), unheardOf: wrong() } }));
  await refused(
    admin.post(accounts, { ...account, settings: { baseUrl: wrong() }, credentials: { apiKey: wrong() } }),
  );
  for (const { body } of [await admin.get(accounts)]) {
    for (const { id, provider } of body.data) {
      const fields = Object.keys(
        sandboxes.find(({ vendor }) => vendor === provider)?.account.credentials ?? {},
      );
      const credentials = Object.fromEntries(
        fields
          .filter((field) => !/callback|decryption/.test(field))
          .map((field) => [
            field,
            field === 'webhookSecret' ? secret(`whsec_${randomBytes(24).toString('base64')}`) : wrong(),
          ]),
      );
      expect((await admin.patch(`${accounts}/${id}`, { credentials })).status).toBe(200);
      const answer = await create({ provider, applicant: { firstName: wrong() } });
      expect(answer.body.code).toMatch(/^provider_/);
    }
  }
}

/** As itself, and in the encodings in which it could hide. Names are printed in capitals on documents. */
function found(text: string, values: Iterable<string> = planted): string[] {
  const lower = text.toLowerCase();
  return [...values].filter((value) => {
    const bytes = Buffer.from(value);
    const forms = [
      value,
      JSON.stringify(value).slice(1, -1),
      bytes.toString('hex'),
      encodeURIComponent(value),
    ];
    return (
      forms.some((form) => lower.includes(form.toLowerCase())) ||
      text.includes(bytes.toString('base64').slice(0, -4))
    );
  });
}

describe(`on ${storageKind}, what is personal or secret`, () => {
  it('has been there to be found', () => {
    expect(planted.size).toBeGreaterThan(60);
    expect(errorBodies.length).toBeGreaterThan(15);
  });

  it('stands in no log line at the most talkative level, and in nothing else that the process writes', () => {
    const lines = output.split('\n').filter((line) => line.startsWith('{'));
    expect(lines.filter((line) => line.includes('"msg":"request"')).length).toBeGreaterThan(30);
    expect(output).toContain('check failed');
    expect(found(output)).toEqual([]);
  });

  it('stands in no event of a session', () => {
    expect(journalled).toHaveLength(3);
    expect(found(journalled.join('\n'))).toEqual([]);
  });

  it('stands in no error body', () => {
    expect(found(errorBodies.join('\n'))).toEqual([]);
  });

  it('can be read nowhere in the database, in no row as text or bytes', async () => {
    const rows = await everyRow(storage);
    const own = [exempt.refId, exempt.externalId, exempt.metadata.campaign];
    expect(found(rows, own)).toEqual(own);
    expect(rows).toContain('journal_entries');
    expect(found(rows)).toEqual([]);
  });

  it("can be read nowhere in the data directory's files", () => {
    const bytes = everyByte(storage.environment['DATA_DIR'] ?? '');
    if (storageKind === 'embedded') expect(found(bytes, [exempt.refId])).toEqual([exempt.refId]);
    expect(found(bytes)).toEqual([]);
  });
});
