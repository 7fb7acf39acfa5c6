import type { Media } from '../database/generated/client.js';
import type { ProviderFindings } from '../providers/kit/findings.js';
import type { Session } from '../sessions/domain/session.js';
import { captured, mediaView } from './media-view.js';

/** The normalized result. Pictures stand in it once they have been captured. */
export function resultView(
  session: Session,
  { person, documents, checks }: ProviderFindings,
  media: readonly Media[],
) {
  const shown = captured(media);
  const idsOf = (names: readonly string[]) =>
    shown.filter(({ name }) => names.includes(name)).map(({ id }) => id);
  return {
    sessionId: session.id,
    provider: session.provider,
    decision: session.decision,
    person,
    documents: documents.map((document) => ({ ...document, media: idsOf(document.media) })),
    checks,
    media: shown.map(mediaView),
  };
}
