import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { KeyRing } from '../common/crypto/key-ring.js';
import { Problem } from '../common/problems/problem.js';
import { SETTINGS } from '../config/config.module.js';
import type { Settings } from '../config/settings.js';
import { Windows } from '../limits/windows.js';
import { mark, ProvenCredentials } from './proven-credentials.js';
import { tooMany, wholeSeconds } from './rate-limits.js';

/**
 * Slows those down who try credentials out: beyond so many failures a minute from one network, none from there is
 * looked at, but for those that have lately proven good there.
 */
@Injectable()
export class AuthFailures {
  private readonly proven = new ProvenCredentials();

  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly windows: Windows,
    private readonly keyRing: KeyRing,
    private readonly clock: Clock,
  ) {}

  /** Throws `rate_limited` instead of checking, and whatever `check` throws. */
  async checked<T>(network: string, credential: string, check: () => Promise<T>): Promise<T> {
    const [marked, now] = [mark(network, credential), this.clock.now()];
    if (!this.proven.has(marked, now)) await this.mustBeListenedTo(network);
    try {
      const result = await check();
      this.proven.add(marked, now);
      return result;
    } catch (error) {
      if (error instanceof Problem && error.code === 'unauthenticated') {
        this.proven.remove(marked);
        await this.windows.count(this.nameOf(network));
      }
      throw error;
    }
  }

  private async mustBeListenedTo(network: string): Promise<void> {
    const failures = await this.windows.look(this.nameOf(network));
    if (!failures || failures.count < this.settings.authFailuresPerMinute) return;
    throw tooMany('Too many credentials from your address were not valid.', wholeSeconds(failures.msLeft));
  }

  /** No address is kept, also not in Redis. */
  private nameOf(network: string): string {
    return `failures:${this.keyRing.fingerprint(network)}`;
  }
}
