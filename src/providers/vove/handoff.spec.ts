import { describe, expect, it } from '@jest/globals';
import { ProviderError } from '../kit/errors.js';
import type { StartRequest } from '../kit/start.js';
import type { Flow } from './definition.js';
import { startedFrom } from './handoff.js';
import { account } from './testing/context.js';
import { request, tokenWith } from './testing/requests.js';

const now = new Date('2026-03-01T10:00:00Z');
const { settings } = account;

function started(
  answer: Record<string, unknown>,
  changes: Partial<StartRequest<Flow>> = {},
  publicKey?: string,
) {
  const all = publicKey === undefined ? settings : { ...settings, publicKey };
  return startedFrom(answer, { ...request, ...changes }, all, now, 'known');
}

function hostedLink(changes: Partial<StartRequest<Flow>>): URL {
  const { handoff } = started({ token: 'a&b' }, changes, 'pk_1');
  return new URL(handoff.kind === 'sdk' ? (handoff.url ?? '') : '');
}

describe('vove hand-off', () => {
  it.each(['token', 'sessionToken', 'access_token'])('takes the token from %s', (name) => {
    expect(started({ [name]: 't' }).handoff).toMatchObject({
      kind: 'sdk',
      sdk: 'vove',
      token: 't',
      url: null,
    });
  });

  it.each([{}, { token: '' }, { token: 7 }, { token: null }])(
    'refuses %j, which holds no token',
    (answer) => {
      expect(() => started(answer)).toThrow(ProviderError);
    },
  );

  it.each([
    [{ sessionId: 's', id: 'i', token: tokenWith({ sessionId: 'j' }) }, 's'],
    [{ id: 'i', token: tokenWith({ sessionId: 'j' }) }, 'j'],
    [{ id: 'i', token: 'opaque' }, 'i'],
    [{ token: tokenWith({ sessionId: 7 }) }, 'known'],
  ])('knows the session from %j', (answer, vendorSessionId) => {
    expect(started(answer).vendorSessionId).toBe(vendorSessionId);
  });

  it('lives as long as its token tells, else half an hour', () => {
    const exp = now.getTime() / 1000 + 600;
    expect(started({ token: tokenWith({ exp }) }).handoff.expiresAt).toEqual(
      new Date('2026-03-01T10:10:00Z'),
    );
    for (const token of ['opaque', tokenWith({ exp: 1e300 }), tokenWith({ exp: 'x' })]) {
      expect(started({ token }).handoff.expiresAt).toEqual(new Date('2026-03-01T10:30:00Z'));
    }
  });

  it('offers the hosted page when there is a public key', () => {
    const link = hostedLink({ returnUrl: 'https://app.example/done?a=1' });
    expect(link.origin).toBe('https://hosted.example');
    expect(Object.fromEntries(link.searchParams)).toEqual({
      authToken: 'a&b',
      publicKey: 'pk_1',
      environment: 'sandbox',
      showUI: 'true',
      redirectURL: 'https://app.example/done?a=1',
    });
  });

  it.each([
    ['ar-MA', 'ar-ma'],
    ['ar-AE', 'ar'],
    ['fr', 'fr'],
    ['sw', null],
    [null, null],
  ])('shows the page for %s in %s', (locale, lg) => {
    expect(hostedLink({ locale }).searchParams.get('lg')).toBe(lg);
  });

  it('lets the flow choose language and UI', () => {
    const { searchParams } = hostedLink({ locale: 'fr', flow: { language: 'en', showUI: false } });
    expect([searchParams.get('lg'), searchParams.get('showUI')]).toEqual(['en', 'false']);
  });
});
