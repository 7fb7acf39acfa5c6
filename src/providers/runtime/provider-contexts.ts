import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { WebSocket } from 'ws';
import { Clock } from '../../common/clock.js';
import { Log } from '../../common/log.js';
import { SETTINGS } from '../../config/config.module.js';
import type { Settings } from '../../config/settings.js';
import type { ProviderContext } from '../kit/context.js';
import { AccountMemories } from './account-memory.js';
import { guardedLookup } from './address-guard.js';
import { providerHttp, VendorConnections } from './provider-http.js';

/** An account opened for use: its credentials are in clear. */
export interface OpenAccount {
  readonly id: string;
  readonly provider: string;
  readonly mode: 'test' | 'live';
  readonly settings: unknown;
  readonly credentials: unknown;
  readonly updatedAt: Date;
}

const largestFrameBytes = 64 * 1024;
const socketHandshakeMs = 10_000;

/** Equips calls to adapters. */
@Injectable()
export class ProviderContexts implements OnApplicationShutdown {
  private readonly connections: VendorConnections;
  private readonly memories = new AccountMemories();
  private readonly stopping = new AbortController();

  constructor(
    @Inject(SETTINGS) settings: Settings,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {
    this.connections = new VendorConnections(settings.outboundAllowPrivate);
  }

  for(account: OpenAccount, signal: AbortSignal = this.stopping.signal): ProviderContext {
    return {
      account,
      http: providerHttp(this.connections, signal, (call) =>
        this.log.info('vendor call', { provider: account.provider, account: account.id, ...call }),
      ),
      memory: this.memories.of(account.id, account.updatedAt.toISOString()),
      signal,
      now: () => this.clock.now(),
      openSocket: (url) => this.openSocket(url),
    };
  }

  /** A signal for long work that ends when `signal` does or the process stops. */
  whileRunning(signal: AbortSignal): AbortSignal {
    return AbortSignal.any([signal, this.stopping.signal]);
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.connections.close();
  }

  private openSocket(url: string): WebSocket {
    this.connections.refuseReserved(url);
    return new WebSocket(url, {
      handshakeTimeout: socketHandshakeMs,
      maxPayload: largestFrameBytes,
      followRedirects: false,
      perMessageDeflate: false,
      ...(this.connections.allowPrivate ? {} : { lookup: guardedLookup }),
    });
  }
}
