import { move, tell, together, type Change } from './change.js';
import type { Session } from './session.js';
import { hasEnded } from './status.js';

/**
 * Nothing about the person stays but that there was a session: an open one is given up, and what the app
 * wrote freely is cleared. `refId` stays, as the app's own name for the person: the history is found by it.
 */
export function erased(session: Session, erasureId: string, at: Date): Change {
  const givenUp: Change = hasEnded(session.status)
    ? { patch: {}, drafts: [] }
    : move(session, 'cancelled', at, {}, 'erased');
  const status = givenUp.patch.status ?? session.status;
  return together(givenUp, {
    patch: { externalId: null, metadata: {}, returnUrl: null, updatedAt: at },
    drafts: [tell(session, 'session.personal_data_erased', { erasureId }, status)],
  });
}
