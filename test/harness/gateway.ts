import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from '../../src/app.module.js';
import { listen, setUpApp } from '../../src/app.setup.js';
import { Log } from '../../src/common/log.js';
import { Milestones } from '../../src/common/milestones.js';
import { readSettings } from '../../src/config/settings.js';
import { Database } from '../../src/database/database.js';
import type { ProviderCatalog } from '../../src/providers/catalog.js';
import { apiAs, type Api } from './api.js';
import { MovableClock } from './movable-clock.js';
import { secretEnvironment } from './secrets.js';
import { freshStorage, type TestStorage } from './storage.js';
import { logFile, trace } from './trace.js';

export interface TestGateway {
  readonly url: string;
  readonly clock: MovableClock;
  readonly app: NestFastifyApplication;
  readonly environment: Readonly<Record<string, string>>;
  /** The platform's admin. */
  readonly admin: Api;
  as(credential: string | null): Api;
  close(): Promise<void>;
}

export interface GatewayOptions {
  readonly milestones?: Milestones;
  readonly environment?: Readonly<Record<string, string>>;
  /** Storage that outlives the gateway; dropped by whoever made it. */
  readonly storage?: TestStorage;
  /** How long requests and failures are counted together. */
  readonly limitWindowSeconds?: number;
  /** Other vendors than the program's own. */
  readonly catalog?: ProviderCatalog;
}

/** The real gateway, in this process, on a free port. */
export async function startGateway(options: GatewayOptions = {}): Promise<TestGateway> {
  const storage = options.storage ?? (await freshStorage());
  const environment: Record<string, string> = {
    PORT: '0',
    // Tests come from one address, and many at once.
    AUTH_FAILURES_PER_MINUTE: '1000000',
    ...secretEnvironment(),
    ...storage.environment,
    ...options.environment,
  };
  const settings = readSettings(environment);
  const clock = new MovableClock();
  const tools = {
    clock,
    log: new Log('debug', logFile()),
    milestones: options.milestones ?? new Milestones(),
    limitWindowSeconds: options.limitWindowSeconds ?? 60,
  };
  const app = await setUpApp(settings, AppModule.with(settings, tools, options.catalog));
  const url = await listen(app, settings);
  return {
    url,
    clock,
    app,
    environment,
    admin: apiAs(url, environment['BOOTSTRAP_ADMIN_KEY'] ?? null),
    as: (credential) => apiAs(url, credential),
    close: async () => {
      const rows = await app.get(Database).client.journalEntry.findMany();
      for (const row of rows) trace('journal', JSON.stringify(row));
      await app.close();
      if (!options.storage) await storage.drop();
    },
  };
}
