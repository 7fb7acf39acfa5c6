import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Counter } from 'prom-client';
import { Metrics } from '../common/metrics.js';
import { JournalFeed } from '../journal/journal-feed.js';

const counted: ReadonlySet<string> = new Set(
  ['created', 'approved', 'declined', 'expired', 'cancelled', 'failed'].map((word) => `session.${word}`),
);

/** Counts how sessions begin and end, as this process has written it. */
@Injectable()
export class SessionCounts implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly counter;
  private stopListening: () => void = () => undefined;

  constructor(
    { open }: Metrics,
    private readonly feed: JournalFeed,
  ) {
    this.counter = new Counter({
      name: 'idv_sessions_total',
      help: 'Sessions made and ended',
      labelNames: ['provider', 'status'],
      registers: [open],
    });
  }

  onApplicationBootstrap(): void {
    this.stopListening = this.feed.listen((entries) => {
      for (const { type, provider, status } of entries) {
        if (counted.has(type) && provider !== null && status !== null) this.counter.inc({ provider, status });
      }
    });
  }

  onApplicationShutdown(): void {
    this.stopListening();
  }
}
