import { describe, expect, it } from '@jest/globals';
import { ProviderError } from '../kit/errors.js';
import { isAbout } from './ownership.js';
import { refTo } from './testing/requests.js';

const after = '2026-03-01T10:05:00.000Z';
const before = '2026-02-28T10:00:00.000Z';
const justBefore = '2026-03-01T09:59:59.000Z';
const verdict = (sessionId: string | null, updatedAt?: unknown) => ({
  status: 'successful',
  sessionId,
  updatedAt,
});

describe('what the vendor says of a person', () => {
  it.each<[boolean, string, string | null, string | null, unknown]>([
    [true, 'names our session', 'ours', 'ours', after],
    [true, 'names our session by a clock a little behind', 'ours', 'ours', justBefore],
    [true, 'names our session and no time', 'ours', 'ours', undefined],
    [false, 'names our session, but is older', 'ours', 'ours', before],
    [false, 'names another session', 'ours', 'other', after],
    [true, 'names no session and is newer', 'ours', null, after],
    [false, 'names no session and is older', 'ours', null, justBefore],
    [true, 'names a session, ours is unknown, and is newer', null, 'other', after],
    [false, 'names a session, ours is unknown, and is older', null, 'other', justBefore],
    [false, 'names no session and no time', 'ours', null, undefined],
    [false, 'has a time that cannot be read', null, 'other', '01/03/2026'],
    [false, 'has a number for a time', null, null, 1_900_000_000_000],
    [true, 'has a time without zone, which is UTC', null, null, '2026-03-01T10:00:01'],
  ])('is about this session: %s, when it %s', (expected, _when, ours, theirs, updatedAt) => {
    expect(isAbout(verdict(theirs, updatedAt), refTo(ours))).toBe(expected);
  });

  it('is refused when it is about another person', () => {
    expect(() => isAbout({ ...verdict('ours', after), refId: 'user-43' }, refTo('ours'))).toThrow(
      ProviderError,
    );
  });
});
