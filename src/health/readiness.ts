import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Database } from '../database/database.js';
import { EventBus } from '../live/event-bus.js';

type Part = 'ok' | 'down' | 'not_used';

export interface ReadinessReport {
  readonly status: 'ok' | 'unavailable';
  /** Migrations are applied before the process listens, so a database that answers is a migrated one. */
  readonly database: Part;
  readonly redis: Part;
}

@Injectable()
export class Readiness implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private serving = false;

  constructor(
    private readonly database: Database,
    private readonly bus: EventBus,
  ) {}

  onApplicationBootstrap(): void {
    this.serving = true;
  }

  beforeApplicationShutdown(): void {
    this.serving = false;
  }

  async report(): Promise<ReadinessReport> {
    const [database, redis] = await Promise.all([this.database.reachable(), this.bus.reachable()]);
    const status = this.serving && database && redis !== false ? 'ok' : 'unavailable';
    return {
      status,
      database: database ? 'ok' : 'down',
      redis: redis === null ? 'not_used' : redis ? 'ok' : 'down',
    };
  }
}
