import type { SessionEvent } from '../journal/session-event.js';

/** Reads the session's journal: entries with `seq` above `after`, in order. */
export type ReadEvents = (after: number) => Promise<SessionEvent[]>;

/**
 * The end of one session's journal as this process has shown it. Whatever order hints arrive in, and
 * whichever get lost, events leave in order and without a hole: what is missing is read from the
 * journal. One thing at a time, so that a subscriber's replay and what comes live meet exactly.
 */
export class SessionTail {
  private shown: number | null = null;
  private queue: Promise<void> = Promise.resolve();

  constructor(
    private readonly read: ReadEvents,
    private readonly show: (event: SessionEvent) => Promise<void>,
  ) {}

  /** Something is new. */
  hint(event: SessionEvent): Promise<void> {
    return this.inTurn(async () => {
      const shown = this.shown ?? event.seq - 1;
      if (event.seq <= shown) return;
      const news = event.seq === shown + 1 ? [event] : await this.read(shown);
      await this.showAll(news);
    });
  }

  /** The journal is known to reach this far: shows what has been missed. */
  reaches(seq: number): Promise<void> {
    return this.inTurn(async () => {
      if (this.shown !== null && seq > this.shown) await this.showAll(await this.read(this.shown));
    });
  }

  /**
   * Lets somebody join: `send` gets all that comes after `after`, then `join` runs, and from there on
   * everything comes live.
   */
  join(after: number, send: (event: SessionEvent) => void, join: () => void): Promise<void> {
    return this.inTurn(async () => {
      const shown = this.shown ?? after;
      const news = await this.read(Math.min(after, shown));
      // Those who are here already get theirs first, so that from now on all are at the same place.
      await this.showAll(news.filter(({ seq }) => seq > shown));
      for (const event of news) if (event.seq > after) send(event);
      join();
      this.shown = Math.max(shown, news.at(-1)?.seq ?? 0);
    });
  }

  private async showAll(events: readonly SessionEvent[]): Promise<void> {
    for (const event of events) {
      await this.show(event);
      this.shown = event.seq;
    }
  }

  private inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.queue.then(work);
    this.queue = done.catch(() => undefined);
    return done;
  }
}
