import { describe, expect, it } from '@jest/globals';
import { readSettings, SettingsError } from './settings.js';

const key = Buffer.alloc(32, 1).toString('base64');

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
    const production = { NODE_ENV: 'production', ENCRYPTION_KEYS: key, TOKEN_SIGNING_KEY: key };
    expect(readSettings(production)).toMatchObject({ outboundAllowPrivate: false, host: '0.0.0.0' });
    expect(readSettings({ ...production, OUTBOUND_ALLOW_PRIVATE: 'true' }).outboundAllowPrivate).toBe(true);
  });
});
