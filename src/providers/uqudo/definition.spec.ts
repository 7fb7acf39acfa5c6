import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { definition } from './definition.js';

const hosts = {
  authUrl: 'https://auth.example',
  sessionUrl: 'https://session.example/',
  socketUrl: 'wss://session.example',
  infoUrl: 'http://127.0.0.1:4010',
};
const client = { clientId: 'c', clientSecret: 's' };

describe('an account', () => {
  it('needs the four hosts only; the rest has defaults', () => {
    expect(definition.settings.parse(hosts)).toMatchObject({
      issuer: 'https://id.uqudo.io',
      readerApp: 'uqudo',
      policy: { scanMatchLevel: 2, chipMatchLevel: 3, tamperingReviewFrom: 40, requiredChecks: [] },
    });
  });

  it.each([
    { ...hosts, authUrl: 'https://auth.example/api' },
    { ...hosts, authUrl: 'https://user:pass@auth.example' },
    { ...hosts, authUrl: 'https://auth.example?x' },
    { ...hosts, authUrl: 'file:///etc/passwd' },
    { ...hosts, socketUrl: 'https://session.example' },
    { ...hosts, infoUrl: 'none' },
    { ...hosts, pollSeconds: 0 },
    { ...hosts, policy: { scanMatchLevel: 6 } },
    { ...hosts, policy: { mrzInvalid: 'ignore' } },
    { ...hosts, policy: { unknown: 1 } },
    { ...hosts, unknown: 1 },
  ])('refuses settings %#', (settings) => {
    expect(definition.settings.safeParse(settings).success).toBe(false);
  });

  it('takes callback credentials in pairs and a decryption key in PKCS #8 only', () => {
    const pem = (type: 'pkcs8' | 'pkcs1') =>
      generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type, format: 'pem' });
    const taken = (more: object) => definition.credentials.safeParse({ ...client, ...more }).success;
    expect(taken({})).toBe(true);
    expect(taken({ callbackUser: 'u' })).toBe(false);
    expect(taken({ callbackUser: 'u', callbackPassword: 'p' })).toBe(true);
    expect(taken({ callbackHeader: 'x-key' })).toBe(false);
    expect(taken({ decryptionKey: pem('pkcs8') })).toBe(true);
    expect(taken({ decryptionKey: pem('pkcs1') })).toBe(false);
    expect(taken({ decryptionKey: '-----BEGIN PRIVATE KEY-----' })).toBe(false);
  });

  it('names what is wrong and never the value', () => {
    const refused = definition.settings.safeParse({ ...hosts, authUrl: 'https://secret.example/path' });
    expect(JSON.stringify(refused.error?.issues)).not.toContain('secret.example');
  });
});

describe('a flow', () => {
  it('may be empty, and refuses what uqudo does not document', () => {
    expect(definition.flow.parse({})).toEqual({});
    expect(definition.flow.safeParse({ documents: [] }).success).toBe(false);
    expect(definition.flow.safeParse({ documents: [{ documentType: 'passport' }] }).success).toBe(false);
    expect(
      definition.flow.safeParse({ backgroundCheck: { enabled: true, checkType: 'OTHER' } }).success,
    ).toBe(false);
    expect(definition.flow.safeParse({ colour: 'red' }).success).toBe(false);
  });
});

it('all schemas can be shown as JSON Schema', () => {
  for (const schema of [definition.settings, definition.credentials, definition.flow]) {
    expect(z.toJSONSchema(schema, { io: 'input' })).toMatchObject({ type: 'object' });
  }
});
