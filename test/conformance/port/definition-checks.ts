import { expect } from '@jest/globals';
import { z } from 'zod';
import type { PortCheck } from './check.js';

export const definitionChecks: readonly PortCheck[] = [
  {
    name: 'its id can be a folder, a word in the database and part of an address',
    run: async ({ provider }) => {
      expect(provider.definition.id).toMatch(/^[a-z][a-z0-9]{1,31}$/);
      expect(provider.definition.title).not.toBe('');
      expect(new URL(provider.definition.docsUrl).protocol).toBe('https:');
    },
  },
  {
    name: 'settings, credentials and flow can be published as JSON Schema',
    run: async ({ provider: { definition } }) => {
      for (const schema of [definition.settings, definition.credentials, definition.flow]) {
        const published = z.toJSONSchema(schema, { io: 'input' });
        expect(published).toMatchObject({ type: 'object', additionalProperties: false });
      }
    },
  },
  {
    name: 'an empty flow is its default verification, and an unknown option is refused',
    run: async ({ provider: { definition } }) => {
      expect(definition.flow.safeParse({}).success).toBe(true);
      expect(definition.flow.safeParse({ noSuchOption: true }).success).toBe(false);
    },
  },
  {
    name: 'an account is taken with its settings and credentials, and not without or with unknown ones',
    run: async ({ provider: { definition }, account }) => {
      expect(definition.settings.safeParse(account.settings).success).toBe(true);
      expect(definition.credentials.safeParse(account.credentials).success).toBe(true);
      expect(definition.credentials.safeParse({}).success).toBe(false);
      expect(definition.settings.safeParse({ ...account.settings, noSuchSetting: 1 }).success).toBe(false);
      expect(definition.credentials.safeParse({ ...account.credentials, noSuch: '1' }).success).toBe(false);
    },
  },
  {
    name: 'the first polling interval can be set per account, and no interval outlives the session',
    run: async ({ provider: { definition }, account }) => {
      const { firstPoll, slowestPoll, sessionLifetime } = definition.timing;
      expect(definition.settings.safeParse({ ...account.settings, pollSeconds: 1 }).success).toBe(true);
      expect(definition.settings.safeParse({ ...account.settings, pollSeconds: 0 }).success).toBe(false);
      expect(firstPoll).toBeGreaterThan(0);
      expect(slowestPoll).toBeGreaterThanOrEqual(firstPoll);
      expect(sessionLifetime).toBeGreaterThan(slowestPoll);
    },
  },
  {
    name: 'what it says it can do agrees with what it has',
    run: async ({ provider }) => {
      const { capabilities } = provider.definition;
      expect(provider.verifyCallback === undefined).toBe(provider.readCallback === undefined);
      if (capabilities.renewalReplacesSession) expect(provider.renew).toBeDefined();
      expect(new Set(capabilities.documentTypes).size).toBe(capabilities.documentTypes.length);
      expect(capabilities.documentTypes.length).toBeGreaterThan(0);
    },
  },
];
