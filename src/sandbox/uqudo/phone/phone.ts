import type { Strikes } from '../disturbances.js';
import type { ResultShelf } from '../result-shelf.js';
import { flowResult } from '../result/result-making.js';
import type { SessionSocket } from '../session-socket.js';
import type { UqudoSession } from '../sessions.js';
import type { ResultSigner } from '../signing/result-signer.js';
import type { Webhook } from '../webhook.js';

/** What happens at uqudo while the person goes through the steps on the phone. */
export class Phone {
  constructor(
    private readonly socket: SessionSocket,
    private readonly shelf: ResultShelf,
    private readonly signer: ResultSigner,
    private readonly webhook: Webhook,
    private readonly strikes: Strikes,
  ) {}

  /** Does the next step; false when none is left. */
  advance(session: UqudoSession): boolean {
    const step = session.steps[session.done];
    if (!step) return false;
    session.opened = true;
    session.done += 1;
    this.socket.tell(session, step.service);
    return true;
  }

  /** The result stands before INFO says so. */
  async finish(session: UqudoSession): Promise<void> {
    const result = flowResult(session, this.strikes);
    this.shelf.put(session, result);
    session.finished = true;
    this.socket.tell(session, 'INFO');
    if (!this.webhook.wanted) return;
    this.webhook.announce(session.id, await this.signer.signed(session, result));
  }
}
