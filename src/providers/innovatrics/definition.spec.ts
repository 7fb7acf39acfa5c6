import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { definition } from './definition.js';

describe('innovatrics account', () => {
  it('needs no more than a base URL, and completes the rest', () => {
    expect(definition.settings.parse({ baseUrl: 'http://127.0.0.1:4040' })).toEqual({
      baseUrl: 'http://127.0.0.1:4040',
      sessionHours: 336,
      enrolmentMinutes: 60,
    });
  });

  it.each([
    'https://enrolment.example/api',
    'https://user:word@enrolment.example',
    'https://enrolment.example?x=1',
    'ftp://enrolment.example',
    'enrolment.example',
    '',
  ])('refuses %j as base URL', (baseUrl) => {
    expect(definition.settings.safeParse({ baseUrl }).success).toBe(false);
  });

  it('refuses a name with a colon, which would move the border to the password', () => {
    expect(definition.credentials.safeParse({ username: 'a:b', password: 'c' }).success).toBe(false);
  });

  it('takes an empty flow, and no unknown option', () => {
    expect(definition.flow.parse({})).toEqual({});
    expect(definition.flow.safeParse({ langauge: 'fr-FR' }).success).toBe(false);
  });

  it('can be published as JSON Schema', () => {
    for (const schema of [definition.settings, definition.credentials, definition.flow]) {
      expect(z.toJSONSchema(schema, { io: 'input' })).toMatchObject({ type: 'object' });
    }
  });
});
