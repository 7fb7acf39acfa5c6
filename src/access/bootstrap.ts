import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { newId } from '../common/ids.js';
import { SETTINGS } from '../config/config.module.js';
import type { Settings } from '../config/settings.js';
import { isUniqueViolation } from '../database/database.js';
import { bySystem } from '../journal/entry.js';
import { ApiKeys, type NewApiKey } from './api-keys.js';

const platformAdmin: NewApiKey = {
  tenantId: null,
  role: 'admin',
  mode: 'live',
  name: 'bootstrap',
  expiresAt: null,
  rateLimit: null,
};

/** Sees to it that there is a first key of the platform. */
@Injectable()
export class Bootstrap implements OnApplicationBootstrap {
  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly apiKeys: ApiKeys,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { bootstrapAdminKey } = this.settings;
    if (bootstrapAdminKey) {
      if (!(await this.apiKeys.exists(bootstrapAdminKey))) {
        await this.createUnlessThere(bootstrapAdminKey);
      }
      return;
    }
    const first = await this.apiKeys.createFirst(newId('key'), platformAdmin, bySystem('bootstrap'));
    // The one secret that is ever printed, once, to whoever starts the gateway for the first time; not through the log.
    if (first) process.stdout.write(`\nPlatform admin key, shown this once: ${first.secret}\n\n`);
  }

  /** Of processes that start at once, one is the first. */
  private async createUnlessThere(key: string): Promise<void> {
    try {
      await this.apiKeys.create(newId('key'), platformAdmin, bySystem('bootstrap'), key);
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
    }
  }
}
