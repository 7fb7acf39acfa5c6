import { Injectable } from '@nestjs/common';
import { Counter, Gauge, Histogram } from 'prom-client';
import { Metrics } from '../../common/metrics.js';
import type { BreakerState } from './lanes.js';
import type { ObservedCall } from './provider-http.js';

/** Measures calls to vendors. Labels are words of the program's own and ids: nothing that a vendor or a person has said. */
@Injectable()
export class VendorMetrics {
  private readonly calls;
  private readonly repeats;

  constructor(private readonly metrics: Metrics) {
    const registers = [metrics.open];
    this.calls = new Histogram({
      name: 'idv_vendor_call_seconds',
      help: 'Calls to vendors, each try by itself',
      labelNames: ['provider', 'operation', 'outcome'],
      buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
      registers,
    });
    this.repeats = new Counter({
      name: 'idv_vendor_call_repeats_total',
      help: 'Tries of calls to vendors after the first',
      labelNames: ['provider', 'operation'],
      registers,
    });
  }

  called(provider: string, call: ObservedCall): void {
    const { operation, ms, attempt } = call;
    this.calls.observe({ provider, operation, outcome: outcomeOf(call) }, ms / 1000);
    if (attempt > 1) this.repeats.inc({ provider, operation });
  }

  /** Looks whenever the metrics are read. */
  watch(breakers: () => readonly BreakerState[]): void {
    new Gauge({
      name: 'idv_provider_accounts_broken',
      help: 'How many accounts are left alone now because their vendor fails',
      labelNames: ['provider'],
      registers: [this.metrics.open],
      collect() {
        this.reset();
        for (const { provider, broken } of breakers()) this.inc({ provider }, broken ? 1 : 0);
      },
    });
    new Gauge({
      name: 'idv_provider_account_broken',
      help: '1 while the account is left alone because its vendor fails, else 0; accounts lately used only',
      labelNames: ['provider', 'account'],
      registers: [this.metrics.internal],
      collect() {
        this.reset();
        for (const { provider, account, broken } of breakers())
          this.set({ provider, account }, broken ? 1 : 0);
      },
    });
  }
}

function outcomeOf({ status, failure }: ObservedCall): string {
  if (status === null) return (failure ?? 'failed').replaceAll(' ', '_');
  if (status === 429) return 'throttled';
  if (status >= 500) return 'failed';
  return status >= 400 ? 'refused' : 'answered';
}
