import { Injectable } from '@nestjs/common';
import { Counter } from 'prom-client';
import { Metrics } from '../../common/metrics.js';

/** What became of a webhook: taken in, one that was taken before, refused as not proven, or about no session of ours. */
export type CallbackResult = 'taken' | 'repeated' | 'refused' | 'unmatched';

/** Counts vendors' webhooks. */
@Injectable()
export class CallbackCounts {
  private readonly counter;

  constructor({ open }: Metrics) {
    this.counter = new Counter({
      name: 'idv_callbacks_total',
      help: "Vendors' webhooks by what became of them",
      labelNames: ['provider', 'result'],
      registers: [open],
    });
  }

  count(provider: string, result: CallbackResult): void {
    this.counter.inc({ provider, result });
  }
}
