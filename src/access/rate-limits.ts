import { Inject, Injectable } from '@nestjs/common';
import { Problem } from '../common/problems/problem.js';
import { SETTINGS } from '../config/config.module.js';
import type { Settings } from '../config/settings.js';
import { Windows, type Tally } from '../limits/windows.js';
import type { Principal } from './caller.js';

/** Where a caller stands after a request, by the tightest of the limits that it is under. */
export interface Standing {
  /** Requests a minute. */
  readonly limit: number;
  readonly remaining: number;
  /** Until all of them may be made anew. */
  readonly resetSeconds: number;
  /** This request was one too many. */
  readonly exceeded: boolean;
}

interface Allowance {
  readonly name: string;
  readonly limit: number;
}

/** A page that follows its session needs a few. */
const clientTokenLimit = 300;

/**
 * How many requests a minute who may make: all keys of a tenant together, a key with a limit of its own that
 * many of them, a key of the platform by itself, and a client token by itself, never at its tenant's expense.
 */
@Injectable()
export class RateLimits {
  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly windows: Windows,
  ) {}

  async count(principal: Principal): Promise<Standing> {
    const allowances = this.allowancesOf(principal);
    const standings = await Promise.all(
      allowances.map(async ({ name, limit }) => standingOf(limit, await this.windows.count(name))),
    );
    await this.giveBackBeyondTheFirst(allowances, standings);
    return standings.reduce(tighter);
  }

  /** The narrowest first. */
  private allowancesOf(principal: Principal): Allowance[] {
    const byDefault = this.settings.rateLimitPerMinute;
    if (principal.kind === 'client') {
      return [{ name: `client:${principal.sessionId}`, limit: clientTokenLimit }];
    }
    const { keyId, tenantId, rateLimits } = principal;
    const ofKey = { name: `key:${keyId}`, limit: rateLimits.key ?? byDefault };
    if (tenantId === null) return [ofKey];
    const ofTenant = { name: `tenant:${tenantId}`, limit: rateLimits.tenant ?? byDefault };
    return rateLimits.key === null ? [ofTenant] : [ofKey, ofTenant];
  }

  /** What a key is refused by its own limit is not taken from the tenant's other keys. */
  private async giveBackBeyondTheFirst(
    [, ...wider]: readonly Allowance[],
    [narrowest]: readonly Standing[],
  ): Promise<void> {
    if (narrowest?.exceeded) await Promise.all(wider.map(({ name }) => this.windows.giveBack(name)));
  }
}

/** Throws `rate_limited` for a request that was one too many. */
export function mustNotExceed({ exceeded, resetSeconds }: Standing): void {
  if (exceeded) throw tooMany('Too many requests.', resetSeconds);
}

export function tooMany(what: string, seconds: number): Problem {
  return new Problem('rate_limited', `${what} Repeat in ${seconds} seconds.`, { retryAfterSeconds: seconds });
}

/** Rounded up: what is repeated after so many seconds is not too early. */
export function wholeSeconds(ms: number): number {
  return Math.max(1, Math.ceil(ms / 1000));
}

function standingOf(limit: number, { count, msLeft }: Tally): Standing {
  return {
    limit,
    remaining: Math.max(0, limit - count),
    resetSeconds: wholeSeconds(msLeft),
    exceeded: count > limit,
  };
}

function tighter(a: Standing, b: Standing): Standing {
  if (a.exceeded !== b.exceeded) return a.exceeded ? a : b;
  if (a.remaining !== b.remaining) return a.remaining < b.remaining ? a : b;
  return a.resetSeconds >= b.resetSeconds ? a : b;
}
