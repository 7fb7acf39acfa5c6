import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Log } from '../common/log.js';
import { Metrics } from '../common/metrics.js';
import { SETTINGS } from '../config/config.module.js';
import { useless, type Settings } from '../config/settings.js';

/** Serves the measurements, and nothing else, on a port that the public does not reach. */
@Injectable()
export class MetricsPort implements OnApplicationBootstrap, OnApplicationShutdown {
  private server: Server | null = null;

  constructor(
    private readonly metrics: Metrics,
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly log: Log,
  ) {}

  /** Null: there is none. */
  get port(): number | null {
    return (this.server?.address() as AddressInfo | undefined)?.port ?? null;
  }

  async onApplicationBootstrap(): Promise<void> {
    const { metricsPort, host } = this.settings;
    if (metricsPort === null) return;
    this.server = createServer(this.answer).listen(metricsPort, host);
    await once(this.server, 'listening').catch((error: unknown) => {
      throw useless('METRICS_PORT', 'cannot be listened on', error);
    });
    this.log.info('metrics are served', { port: this.port });
  }

  onApplicationShutdown(): void {
    this.server?.closeAllConnections();
    this.server?.close();
  }

  private readonly answer: RequestListener = (request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') return void response.writeHead(404).end();
    this.metrics.wholeText().then(
      (text) => response.writeHead(200, { 'content-type': this.metrics.contentType }).end(text),
      (error: unknown) => {
        this.log.problem('reading the metrics failed', error);
        response.writeHead(500).end();
      },
    );
  };
}
