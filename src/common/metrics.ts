import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Registry } from 'prom-client';

/** All that this process measures, in one place. Each room makes its own measures and registers them here. */
@Injectable()
export class Metrics {
  /** What anybody may read: words of the program's own and numbers. */
  readonly open = new Registry();
  /** What names a tenant's things. For the operator alone, on a port of its own. */
  readonly internal = new Registry();
  readonly contentType = this.open.contentType;

  constructor() {
    collectDefaultMetrics({ register: this.open });
  }

  /** In Prometheus' text format. */
  openText(): Promise<string> {
    return this.open.metrics();
  }

  async wholeText(): Promise<string> {
    return (await this.open.metrics()) + (await this.internal.metrics());
  }
}
