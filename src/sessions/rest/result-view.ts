import type { ProviderFindings } from '../../providers/kit/findings.js';
import type { Session } from '../domain/session.js';

/** The normalized result. Pictures stand in it once they have been captured. */
export function resultView(session: Session, { person, documents, checks }: ProviderFindings) {
  return {
    sessionId: session.id,
    provider: session.provider,
    decision: session.decision,
    person,
    documents: documents.map((document) => ({ ...document, media: [] })),
    checks,
    media: [],
  };
}
