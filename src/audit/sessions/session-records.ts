import { Injectable } from '@nestjs/common';
import type { Caller } from '../../access/caller.js';
import type { Exchange } from '../../exchanges/exchange.js';
import { ExchangeLog } from '../../exchanges/exchange-log.js';
import { Journal } from '../../journal/journal.js';
import type { ErasureReceipt } from '../../privacy/erasure-receipt.js';
import { ErasureStore } from '../../privacy/erasure-store.js';
import type { Attempt, RoutingRecord } from '../../sessions/domain/session.js';
import { SessionStore } from '../../sessions/session-store.js';
import { SessionViews, type SessionView } from '../../sessions/session-view.js';
import { entryView, type EntryView } from '../entries/entry-view.js';

/** All that is known of how one session went, without anything personal. */
export interface SessionRecord {
  readonly session: SessionView;
  /** Why its providers were tried in this order. */
  readonly routing: Omit<RoutingRecord, 'attempts'>;
  readonly attempts: readonly Attempt[];
  /** From the beginning on, as far as {@link mostEntries}. */
  readonly timeline: readonly EntryView[];
  /** The `seq` to go on after, with the session's events; null: this is all. */
  readonly timelineGoesOnAfter: number | null;
  /** The calls to its vendors; the newest {@link mostExchanges}. */
  readonly exchanges: readonly Exchange[];
  /** Who has looked at personal data, and why: those of the timeline's entries. */
  readonly views: readonly EntryView[];
  /** Null: nobody has asked for its erasure. */
  readonly erasure: ErasureReceipt | null;
}

const mostEntries = 1000;
const mostExchanges = 500;
const looks = ['session.result_viewed', 'session.media_viewed'];

@Injectable()
export class SessionRecords {
  constructor(
    private readonly store: SessionStore,
    private readonly sessionViews: SessionViews,
    private readonly journal: Journal,
    private readonly exchanges: ExchangeLog,
    private readonly erasures: ErasureStore,
  ) {}

  /** Throws `not_found`, also for what lies outside the caller's scope. */
  async read(caller: Caller, id: string): Promise<SessionRecord> {
    const session = await this.store.get(caller.scope, id);
    const [view, entries, exchanges, erasure] = await Promise.all([
      this.sessionViews.for(caller, session),
      this.journal.read(id, 0, mostEntries + 1),
      this.exchanges.newest(id, mostExchanges),
      this.erasures.ofSession(id),
    ]);
    const { attempts, ...routing } = session.routing;
    const timeline = entries.slice(0, mostEntries).map(entryView);
    return {
      session: view,
      routing,
      attempts,
      timeline,
      timelineGoesOnAfter: entries.length > mostEntries ? (timeline.at(-1)?.seq ?? null) : null,
      exchanges,
      views: timeline.filter(({ type }) => looks.includes(type)),
      erasure,
    };
  }
}
