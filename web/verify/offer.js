import { appLink, webLink } from './links.js';

/**
 * The hand-off as this person meets it. `kind` is the last known one when there is none at present,
 * `link` where they may go on from this device, `lapsed` when only a new one helps.
 */
export function offerOf({ handoff }, { onPhone, now, lastKind }) {
  const kind = handoff?.kind ?? lastKind;
  if (!handoff || Date.parse(handoff.expiresAt) <= now) return { kind, onPhone, lapsed: true, link: null };
  const link = kind === 'qr' ? appLink(handoff.deepLink) : webLink(handoff.url);
  const { expiresAt, imageUrl = null } = handoff;
  return { kind, onPhone, lapsed: false, link, imageUrl, expiresAt };
}
