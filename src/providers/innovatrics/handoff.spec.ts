import { describe, expect, it } from '@jest/globals';
import { ProviderError } from '../kit/errors.js';
import type { Handoff, StartRequest } from '../kit/start.js';
import type { Flow } from './definition.js';
import { handoffOf } from './handoff.js';
import { account } from './testing/context.js';
import { request } from './testing/requests.js';

const now = new Date('2026-03-01T10:00:00Z');
const address = 'https://enrolment.example/web-enrolment/?token=a%2Bb/c==';

function handoff(
  changes: Partial<StartRequest<Flow>>,
  answer: object = {},
): Extract<Handoff, { kind: 'redirect' }> {
  const initialized = { sessionId: 'x', webEnrolmentUrl: address, ...answer };
  const result = handoffOf(initialized, { ...request, ...changes }, account.settings, now);
  if (result.kind !== 'redirect') throw new Error('expected a redirect');
  return result;
}

const tokenUntil = (exp: unknown) =>
  ['{"alg":"HS256"}', JSON.stringify({ exp }), 'x']
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.');

describe('innovatrics hand-off', () => {
  it('leaves the vendor’s own link as it is when nothing is asked for', () => {
    expect(handoff({}).url).toBe(address);
  });

  it.each([
    ['fr-CA', 'fr-CA'],
    ['fr-BE', 'fr-FR'],
    ['ar-AE', 'ar-SA'],
    ['ja-JP', 'jp-JP'],
    ['EN', 'en-US'],
  ])('shows the page for %s in %s', (locale, lang) => {
    expect(handoff({ locale }).url).toBe(`${address}&lang=${lang}`);
  });

  it('leaves the language to the vendor when it has none for the locale', () => {
    expect(handoff({ locale: 'sw-KE' }).url).toBe(address);
  });

  it('adds what the flow asks for, its language before the locale', () => {
    const flow = { lang: 'sk-SK', iframe: true, crossDevice: false, onlyMobile: true };
    expect(handoff({ locale: 'fr', flow }).url).toBe(
      `${address}&lang=sk-SK&iframe=true&crossDevice=false&onlyMobile=true`,
    );
  });

  it('lives as long as the access token, where that tells', () => {
    const accessToken = tokenUntil(now.getTime() / 1000 + 900);
    expect(handoff({}, { accessToken }).expiresAt).toEqual(new Date('2026-03-01T10:15:00Z'));
  });

  it.each([undefined, null, 'opaque', tokenUntil('soon'), tokenUntil(-1), tokenUntil(null)])(
    'lives as long as the account says for the token %j',
    (accessToken) => {
      expect(handoff({}, { accessToken }).expiresAt).toEqual(new Date('2026-03-01T11:00:00Z'));
    },
  );

  it('never outlives the vendor’s session', () => {
    expect(handoff({}, { accessToken: tokenUntil(1e14) }).expiresAt).toEqual(
      new Date('2026-03-15T10:00:00Z'),
    );
  });

  it.each(['', '/web-enrolment', 'javascript:alert(1)', 'data:text/html,x'])(
    'does not send the person to %j',
    (webEnrolmentUrl) => {
      expect(() => handoff({}, { webEnrolmentUrl })).toThrow(ProviderError);
    },
  );
});
