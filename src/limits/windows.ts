import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import {
  RateLimiterMemory,
  RateLimiterRedis,
  RLWrapperTimeouts,
  type RateLimiterAbstract,
  type RateLimiterInsuredAbstract,
} from 'rate-limiter-flexible';
import { createClient } from '@redis/client';
import { Log } from '../common/log.js';
import { LIMIT_WINDOW_SECONDS, SETTINGS } from '../config/config.module.js';
import type { Settings } from '../config/settings.js';

/** What has been counted under a name in the window that is open now. */
export interface Tally {
  readonly count: number;
  /** Until it begins anew. */
  readonly msLeft: number;
}

/** Longer than a Redis that is well ever takes; no request waits longer for it. */
const redisPatienceMs = 100;

/**
 * Counts by name in windows of fixed length, each begun by the first count. With Redis all processes count
 * together; while it is lost each counts for itself, so that nothing is refused or delayed for want of it.
 */
@Injectable()
export class Windows implements OnModuleInit, OnApplicationShutdown {
  private readonly redis: ReturnType<typeof createClient> | null;
  private readonly counter: RateLimiterAbstract | RateLimiterInsuredAbstract;

  constructor(
    @Inject(SETTINGS) { redisUrl }: Settings,
    @Inject(LIMIT_WINDOW_SECONDS) duration: number,
    private readonly log: Log,
  ) {
    // The library's own limit is not used: whoever counts knows the limit of the moment.
    const options = { keyPrefix: 'idv:limits', points: Number.MAX_SAFE_INTEGER, duration };
    const memory = new RateLimiterMemory(options);
    this.redis = redisUrl === null ? null : createClient({ url: redisUrl, disableOfflineQueue: true });
    this.counter = this.redis
      ? new RLWrapperTimeouts({
          limiter: new RateLimiterRedis({
            ...options,
            storeClient: this.redis,
            useRedisPackage: true,
            rejectIfRedisNotReady: true,
            insuranceLimiter: memory,
          }),
          timeoutMs: redisPatienceMs,
        })
      : memory;
  }

  async onModuleInit(): Promise<void> {
    if (!this.redis) return;
    // The client reconnects by itself; without a listener its errors would end the process.
    this.redis.on('error', (error) => this.log.problem('Redis', error));
    await this.redis.connect();
  }

  onApplicationShutdown(): void {
    if (this.redis?.isOpen) this.redis.destroy();
  }

  /** One more. Of several names counted in one turn, Redis is told in one go. */
  async count(name: string): Promise<Tally> {
    const { consumedPoints, msBeforeNext } = await this.counter.penalty(name);
    return { count: consumedPoints, msLeft: msBeforeNext };
  }

  /** One less: it was counted for nothing. */
  async giveBack(name: string): Promise<void> {
    await this.counter.reward(name);
  }

  /** Null: nothing has been counted. */
  async look(name: string): Promise<Tally | null> {
    const found = await this.counter.get(name);
    return found && { count: found.consumedPoints, msLeft: found.msBeforeNext };
  }
}
