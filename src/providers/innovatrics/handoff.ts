import { decodeJwt } from 'jose';
import { ProviderError } from '../kit/errors.js';
import type { Handoff, StartRequest } from '../kit/start.js';
import type { Flow, Settings } from './definition.js';
import { languageFor } from './languages.js';
import type { Initialized } from './wire.js';

export function handoffOf(
  answer: Initialized,
  request: StartRequest<Flow>,
  settings: Settings,
  now: Date,
): Handoff {
  return {
    kind: 'redirect',
    url: enrolmentLink(answer.webEnrolmentUrl, request),
    expiresAt: linkExpiry(answer.accessToken ?? '', settings, now),
  };
}

function enrolmentLink(webEnrolmentUrl: string, { flow, locale }: StartRequest<Flow>): string {
  const link = URL.parse(webEnrolmentUrl);
  if (link?.protocol !== 'https:' && link?.protocol !== 'http:') {
    throw new ProviderError('malformed', { operation: 'enrolment.initialize', cause: 'no web address' });
  }
  const options = new URLSearchParams();
  const lang = flow.lang ?? languageFor(locale);
  if (lang !== undefined) options.set('lang', lang);
  // Only the documented values are sent; the others are the vendor's defaults.
  if (flow.iframe === true) options.set('iframe', 'true');
  if (flow.crossDevice === false) options.set('crossDevice', 'false');
  if (flow.onlyMobile === true) options.set('onlyMobile', 'true');
  // Joined as text, so that the vendor's own part keeps its encoding.
  link.search = [link.search.replace(/^\?/, ''), options.toString()].filter(Boolean).join('&');
  return link.href;
}

/** The link lives as long as the access token made with it, and never longer than the session. */
function linkExpiry(accessToken: string, settings: Settings, now: Date): Date {
  const linkMs = expiryMs(accessToken) ?? now.getTime() + settings.enrolmentMinutes * 60_000;
  return new Date(Math.min(linkMs, now.getTime() + settings.sessionHours * 3_600_000));
}

/** Inferred: the token is a JWT. It is opaque to us but for its `exp`, which is read unverified. */
function expiryMs(token: string): number | null {
  try {
    const { exp } = decodeJwt(token);
    return typeof exp === 'number' && exp > 0 ? exp * 1000 : null;
  } catch {
    return null;
  }
}
