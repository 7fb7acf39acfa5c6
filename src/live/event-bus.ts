import { Inject, Injectable, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { createClient } from '@redis/client';
import { z } from 'zod';
import { Log } from '../common/log.js';
import { within } from '../common/within.js';
import { SETTINGS } from '../config/config.module.js';
import type { Settings } from '../config/settings.js';
import { Instances } from '../jobs/instances.js';
import { JournalFeed } from '../journal/journal-feed.js';
import { sessionEvent, type SessionEvent } from '../journal/session-event.js';

type Listener = (event: SessionEvent) => void;

/** Longer than a Redis that is well ever takes. */
const patienceMs = 1_000;
const channel = 'idv:session-events';
const message = z.object({ from: z.string(), events: z.array(z.custom<SessionEvent>()) });

/**
 * Session events of this process and, with Redis, of all others. Only a hint that something is new: a
 * message that gets lost is made up for from the journal.
 */
@Injectable()
export class EventBus implements OnModuleInit, BeforeApplicationShutdown {
  private readonly listeners = new Set<Listener>();
  private readonly redis: {
    publisher: ReturnType<typeof createClient>;
    subscriber: ReturnType<typeof createClient>;
  } | null;
  private stopListening: () => void = () => undefined;

  constructor(
    @Inject(SETTINGS) { redisUrl }: Settings,
    private readonly feed: JournalFeed,
    private readonly instances: Instances,
    private readonly log: Log,
  ) {
    this.redis =
      redisUrl === null
        ? null
        : { publisher: createClient({ url: redisUrl }), subscriber: createClient({ url: redisUrl }) };
  }

  async onModuleInit(): Promise<void> {
    if (this.redis) {
      const { publisher, subscriber } = this.redis;
      // The client reconnects by itself; without a listener its errors would end the process.
      for (const client of [publisher, subscriber])
        client.on('error', (error) => this.log.problem('Redis', error));
      await Promise.all([publisher.connect(), subscriber.connect()]);
      await subscriber.subscribe(channel, (text) => this.receive(text));
    }
    this.stopListening = this.feed.listen((entries) => {
      const events = entries.filter(({ subject }) => subject.kind === 'session').map(sessionEvent);
      if (events.length === 0) return;
      this.deliver(events);
      this.send(events);
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopListening();
    if (!this.redis) return;
    const clients = [this.redis.publisher, this.redis.subscriber];
    // One that is silent would never take its leave.
    await within(patienceMs, Promise.allSettled(clients.map((client) => client.close())), undefined);
    for (const client of clients) if (client.isOpen) client.destroy();
  }

  /** Null: there is no Redis. */
  async reachable(): Promise<boolean | null> {
    if (!this.redis) return null;
    return (
      this.redis.publisher.isReady &&
      within(
        patienceMs,
        this.redis.publisher.ping().then(
          () => true,
          () => false,
        ),
        false,
      )
    );
  }

  listen(listener: Listener): void {
    this.listeners.add(listener);
  }

  private deliver(events: readonly SessionEvent[]): void {
    for (const event of events) for (const listener of this.listeners) listener(event);
  }

  private send(events: readonly SessionEvent[]): void {
    if (!this.redis?.publisher.isReady) return;
    this.redis.publisher
      .publish(channel, JSON.stringify({ from: this.instances.ownId, events }))
      .catch((error: unknown) => this.log.problem('publishing events failed', error));
  }

  private receive(text: string): void {
    const { from, events } = message.parse(JSON.parse(text));
    if (from !== this.instances.ownId) this.deliver(events);
  }
}
