import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import type { Origin } from '../journal/entry.js';
import { tell } from '../sessions/domain/change.js';
import type { Session } from '../sessions/domain/session.js';
import { SessionStore } from '../sessions/session-store.js';

/** What somebody is about to see, and why. */
export interface Look {
  readonly type: 'session.result_viewed' | 'session.media_viewed';
  readonly data: Readonly<Record<string, string>>;
  /** In the words of whoever looks; null when they gave none. */
  readonly purpose: string | null;
}

/** Writes every look at personal data into the history, before anything is shown. */
@Injectable()
export class Looks {
  constructor(
    private readonly store: SessionStore,
    private readonly clock: Clock,
  ) {}

  async note(session: Session, { type, data, purpose }: Look, origin: Origin): Promise<void> {
    const told = purpose === null ? data : { ...data, purpose };
    const viewed = (current: Session) => ({
      patch: { updatedAt: this.clock.now() },
      drafts: [tell(current, type, told)],
    });
    await this.store.alter(session.id, viewed, origin);
  }
}
