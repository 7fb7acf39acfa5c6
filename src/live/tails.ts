import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { Journal } from '../journal/journal.js';
import { sessionEvent, type SessionEvent } from '../journal/session-event.js';
import type { Session } from '../sessions/domain/session.js';
import { SessionStore } from '../sessions/session-store.js';
import { SessionTail } from './session-tail.js';

const mostEvents = 10_000;
const keptMs = 60_000;

interface Kept {
  readonly tail: SessionTail;
  touched: number;
}

/** Whose session an event is about. */
export type Owner = Pick<Session, 'tenantId' | 'mode'>;

/** The tails of all sessions that somebody here listens to, or did a moment ago. */
@Injectable()
export class Tails {
  private readonly kept = new Map<string, Kept>();
  private readonly owners = new Map<string, Promise<Owner | null>>();
  private show: (event: SessionEvent, owner: Owner | null) => void = () => undefined;

  constructor(
    private readonly journal: Journal,
    private readonly store: SessionStore,
    private readonly clock: Clock,
  ) {}

  /** Where events go. */
  showTo(show: (event: SessionEvent, owner: Owner | null) => void): void {
    this.show = show;
  }

  has(sessionId: string): boolean {
    return this.kept.has(sessionId);
  }

  of(sessionId: string): SessionTail {
    const now = this.clock.now().getTime();
    const present = this.kept.get(sessionId);
    if (present) {
      present.touched = now;
      return present.tail;
    }
    const tail = new SessionTail(
      async (after) => (await this.journal.read(sessionId, after, mostEvents)).map(sessionEvent),
      async (event) => this.show(event, await this.owner(sessionId)),
    );
    this.kept.set(sessionId, { tail, touched: now });
    return tail;
  }

  /** The newest `seq` of each kept session that changed since, by the database. */
  async heads(since: Date): Promise<Map<string, number>> {
    const ids = [...this.kept.keys()];
    if (ids.length === 0) return new Map();
    const changed = await this.store.find({ id: { in: ids }, updatedAt: { gte: since } });
    return new Map(changed.map(({ id, lastSeq }) => [id, lastSeq]));
  }

  /** Forgets what nobody has asked for lately. */
  forget(stillWanted: (sessionId: string) => boolean): void {
    const old = this.clock.now().getTime() - keptMs;
    for (const [id, { touched }] of this.kept) {
      if (touched >= old || stillWanted(id)) continue;
      this.kept.delete(id);
      this.owners.delete(id);
    }
  }

  private owner(sessionId: string): Promise<Owner | null> {
    let owner = this.owners.get(sessionId);
    if (!owner) {
      owner = this.store.find({ id: sessionId }).then(([session]) => session ?? null);
      this.owners.set(sessionId, owner);
    }
    return owner;
  }
}
