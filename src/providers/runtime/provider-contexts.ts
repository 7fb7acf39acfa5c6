import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import { Log } from '../../common/log.js';
import { SETTINGS } from '../../config/config.module.js';
import type { Settings } from '../../config/settings.js';
import type { ProviderContext } from '../kit/context.js';
import { AccountMemories } from './account-memory.js';
import { Lanes } from './lanes.js';
import { providerHttp, VendorConnections, type CallObserver } from './provider-http.js';
import { VendorMetrics } from './vendor-metrics.js';
import { openVendorSocket } from './vendor-sockets.js';

/** An account opened for use: its credentials are in clear. */
export interface OpenAccount {
  readonly id: string;
  readonly provider: string;
  readonly mode: 'test' | 'live';
  readonly settings: unknown;
  readonly credentials: unknown;
  readonly updatedAt: Date;
}

export interface ContextOptions {
  /** Ends the calls. */
  readonly signal?: AbortSignal | undefined;
  /** Who else is told of each call. */
  readonly told?: CallObserver;
}

/** Equips calls to adapters. */
@Injectable()
export class ProviderContexts implements OnApplicationShutdown {
  private readonly connections: VendorConnections;
  private readonly memories = new AccountMemories();
  private readonly lanes = new Lanes();
  private readonly stopping = new AbortController();

  constructor(
    @Inject(SETTINGS) settings: Settings,
    private readonly clock: Clock,
    private readonly log: Log,
    private readonly metrics: VendorMetrics,
  ) {
    this.connections = new VendorConnections(settings.outboundAllowPrivate);
    metrics.watch(() => this.lanes.breakers());
  }

  for(account: OpenAccount, { signal = this.stopping.signal, told }: ContextOptions = {}): ProviderContext {
    const edition = account.updatedAt.toISOString();
    const observe = this.observerFor(account, told);
    return {
      account,
      http: providerHttp(
        this.connections,
        signal,
        observe,
        this.lanes.of(account.id, edition, account.provider),
      ),
      memory: this.memories.of(account.id, edition),
      signal,
      now: () => this.clock.now(),
      openSocket: (url) => openVendorSocket(this.connections, url, observe),
    };
  }

  /** Whether the account's vendor has failed so often that this process does not call it for a while. */
  isResting(accountId: string): boolean {
    return this.lanes.isResting(accountId);
  }

  /** A signal for long work that ends when `signal` does or the process stops. */
  whileRunning(signal: AbortSignal): AbortSignal {
    return AbortSignal.any([signal, this.stopping.signal]);
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.connections.close();
  }

  private observerFor({ id, provider }: OpenAccount, told?: CallObserver): CallObserver {
    return (call) => {
      told?.(call);
      this.metrics.called(provider, call);
      this.log.info('vendor call', { provider, account: id, ...call });
    };
  }
}
