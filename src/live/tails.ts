import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { Journal } from '../journal/journal.js';
import { sessionEvent, type SessionEvent } from '../journal/session-event.js';
import type { Session } from '../sessions/domain/session.js';
import { SessionStore } from '../sessions/session-store.js';
import { SessionTail } from './session-tail.js';

const mostEvents = 10_000;
const keptMs = 60_000;

/** What has been shown of one session: to those who follow it, and to the feeds of its owner. */
interface Kept {
  readonly followers: SessionTail;
  readonly feeds: SessionTail;
  touched: number;
}

/** Whose session an event is about. */
export type Owner = Pick<Session, 'tenantId' | 'mode'>;

/** Where events go. */
export interface Audience {
  toFollowers(event: SessionEvent): void;
  toFeeds(event: SessionEvent, owner: Owner): void;
}

/** The tails of all sessions that somebody here listens to, or did a moment ago. */
@Injectable()
export class Tails {
  private readonly kept = new Map<string, Kept>();
  private readonly owners = new Map<string, Owner>();
  private audience: Audience | undefined;

  constructor(
    private readonly journal: Journal,
    private readonly store: SessionStore,
    private readonly clock: Clock,
  ) {}

  showTo(audience: Audience): void {
    this.audience = audience;
  }

  has(sessionId: string): boolean {
    return this.kept.has(sessionId);
  }

  /** Two tails, for a follower may ask for the past, which is no news to a feed. */
  of(sessionId: string): Pick<Kept, 'followers' | 'feeds'> {
    const now = this.clock.now().getTime();
    const present = this.kept.get(sessionId);
    if (present) {
      present.touched = now;
      return present;
    }
    const read = async (after: number) =>
      (await this.journal.read(sessionId, after, mostEvents)).map(sessionEvent);
    const kept = {
      followers: new SessionTail(read, (event) => Promise.resolve(this.audience?.toFollowers(event))),
      feeds: new SessionTail(read, (event) => this.showToFeeds(event)),
      touched: now,
    };
    this.kept.set(sessionId, kept);
    return kept;
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

  private async showToFeeds(event: SessionEvent): Promise<void> {
    const { sessionId } = event;
    const owner = this.owners.get(sessionId) ?? (await this.store.find({ id: sessionId }))[0];
    if (!owner) return;
    this.owners.set(sessionId, owner);
    this.audience?.toFeeds(event, owner);
  }
}
