import { describe, expect, it } from '@jest/globals';
import { definition } from './definition.js';

describe('an account of {{id}}', () => {
  it('needs an address without a path, and a key that can stand in a header', () => {
    const { settings, credentials } = definition;
    expect(settings.safeParse({ baseUrl: 'https://api.{{id}}.example' }).success).toBe(true);
    expect(settings.safeParse({ baseUrl: 'https://api.{{id}}.example/v1' }).success).toBe(false);
    expect(credentials.safeParse({ apiKey: 'key\r\nx-other: 1' }).success).toBe(false);
  });

  it('takes an empty flow, and no unknown option', () => {
    expect(definition.flow.parse({})).toEqual({});
    expect(definition.flow.safeParse({ other: 'x' }).success).toBe(false);
  });
});
