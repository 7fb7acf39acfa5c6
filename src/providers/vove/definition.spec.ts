import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { definition } from './definition.js';

const settings = { baseUrl: 'https://api.example', environment: 'sandbox' };

describe('vove account', () => {
  it('knows the hosted page', () => {
    expect(definition.settings.parse(settings)).toEqual({ ...settings, hostedUrl: 'https://web.voveid.com' });
  });

  it.each(['https://api.example/v2', 'https://key@api.example', 'api.example', 'file:///etc'])(
    'refuses %j as base URL',
    (baseUrl) => {
      expect(definition.settings.safeParse({ ...settings, baseUrl }).success).toBe(false);
    },
  );

  it('refuses a key that could not be sent as a header', () => {
    expect(definition.credentials.safeParse({ apiKey: 'key\r\nx-other: 1' }).success).toBe(false);
    expect(definition.credentials.safeParse({ apiKey: 'ключ' }).success).toBe(false);
  });

  it('takes an empty flow, and no unknown option', () => {
    expect(definition.flow.parse({})).toEqual({});
    expect(definition.flow.safeParse({ language: 'de' }).success).toBe(false);
    expect(definition.flow.safeParse({ flow: 'x' }).success).toBe(false);
  });

  it('can be published as JSON Schema', () => {
    for (const schema of [definition.settings, definition.credentials, definition.flow]) {
      expect(z.toJSONSchema(schema, { io: 'input' })).toMatchObject({ type: 'object' });
    }
  });
});
