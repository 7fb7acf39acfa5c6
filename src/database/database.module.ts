import { Global, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Log } from '../common/log.js';
import { SETTINGS } from '../config/config.module.js';
import type { Settings } from '../config/settings.js';
import { Database } from './database.js';
import { openStorage } from './open-storage.js';

@Global()
@Module({
  providers: [
    {
      provide: Database,
      inject: [SETTINGS, Log],
      useFactory: async (settings: Settings, log: Log) => Database.open(await openStorage(settings), log),
    },
  ],
  exports: [Database],
})
export class DatabaseModule implements OnApplicationShutdown {
  constructor(private readonly database: Database) {}

  async onApplicationShutdown(): Promise<void> {
    await this.database.close();
  }
}
