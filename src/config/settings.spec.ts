import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { ensureGeneratedKeys } from './generated-keys.js';
import { readSettings, SettingsError } from './settings.js';

const randomKey = () => randomBytes(32).toString('base64');
const randomAdminKey = () => `idv_admin_live_${randomBytes(24).toString('hex')}`;

function problemsOf(environment: Record<string, string>): readonly string[] {
  try {
    readSettings(environment);
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
}

describe('settings', () => {
  it('need nothing for a first start', () => {
    expect(readSettings({})).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      databaseUrl: null,
      outboundAllowPrivate: true,
    });
  });

  it.each([
    ['PORT', '99999'],
    ['DATABASE_URL', 'mysql://secret-host/x'],
    ['PUBLIC_URL', 'not an address'],
    ['ENCRYPTION_KEYS', 'too-short-secret'],
    ['TOKEN_SIGNING_KEY', 'short-secret'],
    ['BOOTSTRAP_ADMIN_KEY', 'idv_admin_live_secret'],
    ['LOG_LEVEL', 'loud'],
    ['MEDIA_STORE', 'folder-secret'],
    ['MEDIA_STORE', 's3://bucket-secret'],
    ['MEDIA_STORE', 's3://key:secret@bucket?region=eu-central-1'],
    ['MEDIA_STORE', 's3://bucket?region=eu-central-1&secretKey=x'],
  ])('that are wrong are all named, with an example and without their value: %s', (name, value) => {
    const problems = problemsOf({ [name]: value, TRUST_PROXY: 'perhaps' });
    expect(problems).toHaveLength(2);
    expect(problems.some((line) => line.startsWith(`${name} must `) && line.includes('Example: '))).toBe(
      true,
    );
    expect(problems.join()).not.toContain(value);
  });

  it('name the store for pictures: a folder unless it is a bucket', () => {
    const storeOf = (MEDIA_STORE: string) => readSettings({ MEDIA_STORE }).mediaStore;
    expect(readSettings({}).mediaStore).toEqual({ kind: 'file' });
    expect(storeOf('file')).toEqual({ kind: 'file' });
    const bucket = { kind: 's3', bucket: 'pictures', region: 'eu-central-1' };
    expect(storeOf('s3://pictures?region=eu-central-1')).toEqual({ ...bucket, prefix: '', endpoint: null });
    expect(storeOf('s3://pictures/idv/?region=eu-central-1&endpoint=http://127.0.0.1:9000')).toEqual({
      ...bucket,
      prefix: 'idv/',
      endpoint: 'http://127.0.0.1:9000',
    });
  });

  it('of production must bring their keys', () => {
    const problems = problemsOf({ NODE_ENV: 'production' });
    expect(problems.map((line) => line.split(' ')[0])).toEqual(['ENCRYPTION_KEYS', 'TOKEN_SIGNING_KEY']);
  });

  it('of production refuse private vendor addresses unless told otherwise', () => {
    const production = {
      NODE_ENV: 'production',
      ENCRYPTION_KEYS: randomKey(),
      TOKEN_SIGNING_KEY: randomKey(),
    };
    expect(readSettings(production)).toMatchObject({ outboundAllowPrivate: false, host: '0.0.0.0' });
    expect(readSettings({ ...production, OUTBOUND_ALLOW_PRIVATE: 'true' }).outboundAllowPrivate).toBe(true);
  });
});

describe('of the keys of production', () => {
  const good = () => ({
    NODE_ENV: 'production',
    ENCRYPTION_KEYS: `${randomKey()},${randomKey()}`,
    TOKEN_SIGNING_KEY: randomKey(),
    BOOTSTRAP_ADMIN_KEY: randomAdminKey(),
  });
  const bytes = (byteAt: (index: number) => number) =>
    Buffer.from(Array.from({ length: 32 }, (_, index) => byteAt(index) & 255)).toString('base64');

  it('random ones are taken, however often they are drawn', () => {
    for (let draw = 0; draw < 300; draw += 1) expect(problemsOf(good())).toEqual([]);
  });

  it.each([
    ['one byte again and again', bytes(() => 0)],
    ['a few bytes', bytes((index) => index % 8)],
    ['a count', bytes((index) => index)],
    ['a count downwards', bytes((index) => 255 - index)],
    ['a repetition', bytes((index) => 7 * (index % 16) + 3 * (index % 2))],
    ['words', 'CHANGEMEchangemechangemeCHANGEMEabcdefghijk'],
    ['words in Base64', Buffer.from('this-is-an-example-key-32-bytes!').toString('base64')],
  ])('placeholders are refused by name, and not repeated: %s', (_, placeholder) => {
    for (const name of ['ENCRYPTION_KEYS', 'TOKEN_SIGNING_KEY']) {
      const [problem = '', ...more] = problemsOf({ ...good(), [name]: placeholder });
      expect(problem).toMatch(
        new RegExp(`^${name} looks like a placeholder.* Example: the output of: openssl`),
      );
      expect(more).toEqual([]);
      expect(problem).not.toContain(placeholder);
    }
    expect(problemsOf({ ...good(), ENCRYPTION_KEYS: `${randomKey()},${placeholder}` })).toHaveLength(1);
  });

  it.each(['x'.repeat(32), '0123456789abcdef'.repeat(3), 'CHANGE-ME-to-a-long-random-key-please'])(
    'an admin key that was thought up is refused: %s',
    (secret) => {
      const problems = problemsOf({ ...good(), BOOTSTRAP_ADMIN_KEY: `idv_admin_live_${secret}` });
      expect(problems).toEqual([expect.stringMatching(/^BOOTSTRAP_ADMIN_KEY looks like a placeholder/)]);
      expect(problems.join()).not.toContain(secret);
    },
  );

  it('one that serves two purposes is refused', () => {
    const key = randomKey();
    const twice = { ...good(), ENCRYPTION_KEYS: `${randomKey()},${key}`, TOKEN_SIGNING_KEY: key };
    expect(problemsOf(twice)).toEqual([expect.stringMatching(/^TOKEN_SIGNING_KEY is one of the ENCRYPTION/)]);
    const secret = Buffer.from(key, 'base64').toString('base64url');
    const again = { ...good(), TOKEN_SIGNING_KEY: key, BOOTSTRAP_ADMIN_KEY: `idv_admin_live_${secret}` };
    expect(problemsOf(again)).toEqual([expect.stringMatching(/^BOOTSTRAP_ADMIN_KEY is made of another/)]);
  });

  it('one that the gateway made for a trial is refused, whichever setting it stands in', () => {
    const folder = mkdtempSync(join(tmpdir(), 'idv-keys-'));
    const { encryptionKey, tokenSigningKey } = ensureGeneratedKeys(folder);
    const keys = { ENCRYPTION_KEYS: encryptionKey, TOKEN_SIGNING_KEY: tokenSigningKey };
    const problems = problemsOf({ ...good(), ...keys, DATA_DIR: folder });
    expect(problems.map((line) => line.split(' ')[0])).toEqual(['ENCRYPTION_KEYS', 'TOKEN_SIGNING_KEY']);
    expect(problems.join()).not.toContain(encryptionKey);
    expect(problemsOf({ ...good(), DATA_DIR: folder })).toEqual([]);
    rmSync(folder, { recursive: true });
  });

  it('none stands in the documents for anybody to copy', () => {
    const root = fileURLToPath(new URL('../..', import.meta.url));
    const pages = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md'))
      .map((name) => join('docs', name));
    for (const page of ['README.md', '.env.example', 'docker-compose.yml', ...pages]) {
      const text = readFileSync(join(root, page), 'utf8');
      const found = text.match(/(?<![\w+/-])[\w+/-]{43}=|idv_[a-z]+_(live|test)_[\w-]{32,}/g) ?? [];
      expect({ page, found }).toEqual({ page, found: [] });
    }
  });

  it('outside production all are taken', () => {
    const key = bytes(() => 1);
    expect(problemsOf({ ENCRYPTION_KEYS: key, TOKEN_SIGNING_KEY: key })).toEqual([]);
  });
});
