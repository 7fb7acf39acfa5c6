import { refusal } from '../kit/refusal.js';
import type { Play, Stage } from '../kit/sandbox.js';
import type { VoveSession } from './users.js';
import type { Verifying } from './verifying.js';

/** Nothing is known to be sent when a session expires: `expired` cannot be told from `abandoned`. */
export const vovePlays = ['approved', 'declined', 'review', 'cancelled', 'abandoned'] as const;

const verdicts = { approved: 'successful', declined: 'suspected', review: 'pending' } as const;

/** Goes on from where the session stands. Opening the page changes nothing: a session is open from the start. */
export function playSession(verifying: Verifying, session: VoveSession, play: Play, until: Stage): void {
  if (until === 'opened') return;
  if (until !== 'end' || play === 'abandoned') return verifying.proceed(session);
  if (play === 'cancelled') return verifying.cancel(session);
  if (play === 'expired') throw refusal(422, 'this vendor cannot express expired');
  verifying.assess(session, verdicts[play]);
}
