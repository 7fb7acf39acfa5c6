import type { SessionEvent } from '../../src/journal/session-event.js';
import { connectLive, type LiveClient } from '../harness/live.js';

/** What the tenant's live feed has said last of each session. */
export class Feed {
  private readonly statuses = new Map<string, string>();
  private readonly waiting = new Map<string, () => void>();

  private constructor(private readonly live: LiveClient) {
    live.socket.on('session.event', ({ sessionId, status }: SessionEvent) => {
      if (status === null) return;
      this.statuses.set(sessionId, status);
      this.waiting.get(sessionId)?.();
    });
  }

  static async of(url: string, appKey: string): Promise<Feed> {
    const live = await connectLive(url, { apiKey: appKey });
    const { ok } = await live.subscribe({});
    if (!ok) throw new Error('the feed is refused');
    return new Feed(live);
  }

  /** True as soon as the session has one of these statuses; false when it has none of them within the time. */
  reaches(sessionId: string, statuses: readonly string[], withinMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const settle = (reached: boolean): void => {
        clearTimeout(timer);
        this.waiting.delete(sessionId);
        resolve(reached);
      };
      const timer = setTimeout(() => settle(false), withinMs);
      const look = (): void => {
        if (statuses.includes(this.statuses.get(sessionId) ?? '')) settle(true);
      };
      this.waiting.set(sessionId, look);
      look();
    });
  }

  close(): void {
    this.live.close();
  }
}
