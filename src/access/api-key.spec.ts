import { describe, expect, it } from '@jest/globals';
import { makeApiKey, readApiKey, sameHash } from './api-key.js';

describe('an API key', () => {
  it('tells its role and mode, and is found by a prefix that leaves most of the secret out', () => {
    const key = makeApiKey('auditor', 'live');
    const read = readApiKey(key);
    expect(read).toMatchObject({ role: 'auditor', mode: 'live' });
    expect(key.startsWith(read?.prefix ?? '?')).toBe(true);
    expect(key.length - (read?.prefix.length ?? 0)).toBeGreaterThanOrEqual(40);
  });

  it.each([
    '',
    'idv_app_test_short',
    'idv_root_live_' + 'a'.repeat(40),
    'idv_app_test_' + 'a'.repeat(39) + ' ',
    'x'.repeat(60),
  ])('of another shape is none: %j', (key) => {
    expect(readApiKey(key)).toBeNull();
  });

  it('that differs in one character is another key', () => {
    const key = makeApiKey('app', 'test');
    const other = key.slice(0, -1) + (key.endsWith('0') ? '1' : '0');
    const [a, b] = [readApiKey(key), readApiKey(other)];
    expect(a && b && a.prefix === b.prefix).toBe(true);
    expect(a && b && sameHash(a.hash, b.hash)).toBe(false);
  });
});
