import { Injectable } from '@nestjs/common';
import { Log } from '../common/log.js';
import { ProviderCatalog } from '../providers/catalog.js';
import { ProviderError } from '../providers/kit/errors.js';
import type { Started, StartRequest } from '../providers/kit/start.js';
import { ProviderContexts, type OpenAccount } from '../providers/runtime/provider-contexts.js';
import { TimeLimit } from '../providers/runtime/time-limit.js';
import type { Attempt, FailedAttempt } from './domain/session.js';
import { ProviderCalls } from './provider-calls.js';
import { outcomeOf } from './start-problem.js';

/** For all that one provider is asked at a start, the repeat included, for a person waits meanwhile. */
const longestStartMs = 10_000;

/** How one try to start at one provider went. `started` is null when it failed. */
export type Tried =
  | { readonly started: Started; readonly made: Attempt }
  | { readonly started: null; readonly made: FailedAttempt };

/** One try to start a session at one provider. */
@Injectable()
export class StartAttempt {
  constructor(
    private readonly calls: ProviderCalls,
    private readonly contexts: ProviderContexts,
    private readonly catalog: ProviderCatalog,
    private readonly log: Log,
  ) {}

  /** Never rejects: how it failed is part of the answer. */
  async run(sessionId: string, account: OpenAccount, request: StartRequest): Promise<Tried> {
    const provider = this.catalog.get(account.provider);
    const limit = new TimeLimit(longestStartMs);
    const ctx = this.calls.context(sessionId, account, this.contexts.whileRunning(limit.signal));
    const began = performance.now();
    let repeated = false;
    const attempt = () => ({
      provider: account.provider,
      ms: Math.round(performance.now() - began),
      ...(repeated ? { repeated: true as const } : {}),
    });
    try {
      const started = await provider.start(ctx, request).catch((error: unknown) => {
        if (!isLostAnswer(error)) throw error;
        repeated = true;
        return provider.start(ctx, { ...request, repeated });
      });
      return { started, made: { ...attempt(), outcome: 'started' } };
    } catch (error) {
      if (!(error instanceof ProviderError)) this.log.problem('starting a session failed', error);
      return { started: null, made: { ...attempt(), outcome: outcomeOf(error) } };
    } finally {
      limit.letGo();
    }
  }
}

/**
 * The vendor may have made its session: it is asked once more, for that one where it can find it. A timeout is
 * not repeated, lest the person wait twice.
 */
function isLostAnswer(error: unknown): boolean {
  return error instanceof ProviderError && error.failure === 'ambiguous' && error.details.cause !== 'timeout';
}
