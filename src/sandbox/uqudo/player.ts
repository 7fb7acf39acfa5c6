import { refusal } from '../kit/refusal.js';
import type { Play, Stage } from '../kit/sandbox.js';
import type { Phone } from './phone/phone.js';
import { findingsOf } from './result/findings.js';
import type { Sessions, UqudoSession } from './sessions.js';

/** Plays the person by outcome, from wherever the session stands. A later play overrules an earlier one. */
export class Player {
  constructor(
    private readonly sessions: Sessions,
    private readonly phone: Phone,
  ) {}

  async play(session: UqudoSession, play: Play, until: Stage): Promise<void> {
    if (session.finished) throw refusal(409, 'this flow is finished');
    if (this.sessions.isOver(session)) throw refusal(409, 'this QR session is deleted');
    session.opened = true;
    session.findings = findingsOf(play, session.flow);
    const goal = stepsUntil(until, session.steps.length);
    const last = play === 'abandoned' ? Math.min(goal, 1) : goal;
    while (session.done < last) this.phone.advance(session);
    if (until === 'end' && play !== 'abandoned') await this.phone.finish(session);
  }
}

function stepsUntil(stage: Stage, all: number): number {
  if (stage === 'opened') return 0;
  return stage === 'in_progress' ? 1 : all;
}
