import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { Log } from '../common/log.js';
import { Milestones } from '../common/milestones.js';
import type { Erasure as Row } from '../database/generated/client.js';
import { Sweep } from '../jobs/sweep.js';
import { SessionMedia } from '../media/session-media.js';
import { askedWaitMs, ProviderError } from '../providers/kit/errors.js';
import { isSettled, type AtProvider, type InStorage } from './erasure-receipt.js';
import { ErasureStore } from './erasure-store.js';
import { isOverdue, waitSeconds } from './retries.js';
import { VendorErasure } from './vendor-erasure.js';
import { VendorTraces } from './vendor-traces.js';

const everyMs = 1_000;
const atOnce = 10;
/** A claimed erasure whose process dies is due again after this long. */
const claimSeconds = 60;

/** How far one try got with one of the two places. */
interface Tried<T> {
  readonly now: T;
  readonly cause: string | null;
  readonly askedMs: number;
}

/** Goes on with erasures until vendor and storage are done, whichever process began them. */
@Injectable()
export class Erasures implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly sweep: Sweep;

  constructor(
    private readonly store: ErasureStore,
    private readonly traces: VendorTraces,
    private readonly vendors: VendorErasure,
    private readonly media: SessionMedia,
    private readonly clock: Clock,
    private readonly milestones: Milestones,
    private readonly log: Log,
  ) {
    this.sweep = new Sweep('erasures', everyMs, () => this.round(), log);
  }

  onApplicationBootstrap(): void {
    this.sweep.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.sweep.stop();
  }

  private async round(): Promise<void> {
    const due = await this.store.due(this.clock.now(), this.clock.in(claimSeconds), atOnce);
    await Promise.all(
      due.map((row) =>
        this.goOn(row).catch((error: unknown) =>
          this.log.problem('erasing failed', error, { erasure: row.id }),
        ),
      ),
    );
  }

  private async goOn(row: Row): Promise<void> {
    const [provider, storage] = await Promise.all([this.atProvider(row), this.inStorage(row)]);
    await this.milestones.reached('erasure.told');
    const now = this.clock.now();
    const told = isSettled(provider.now);
    const completed = told && storage.now === 'confirmed';
    const attempts = row.attempts + 1;
    const wait = waitSeconds(attempts, provider.askedMs);
    await this.store.note(row.id, {
      atProvider: provider.now,
      inStorage: storage.now,
      ...(told ? { sealedRef: null } : {}),
      attempts,
      cause: provider.cause ?? storage.cause,
      nextAttemptAt: completed ? null : this.clock.in(wait),
      completedAt: completed ? now : null,
    });
  }

  private async atProvider(row: Row): Promise<Tried<AtProvider>> {
    const before = row.atProvider as AtProvider;
    if (isSettled(before) || !row.sealedRef) return { now: before, cause: null, askedMs: 0 };
    try {
      const outcome = await this.vendors.tell(row.sessionId, this.traces.open(row.id, row.sealedRef));
      return { now: outcome, cause: null, askedMs: 0 };
    } catch (error) {
      this.log.problem('erasing at the provider failed', error, { erasure: row.id, session: row.sessionId });
      const now = isOverdue(row.requestedAt, this.clock.now()) ? 'failed' : 'pending';
      const known = error instanceof ProviderError;
      return { now, cause: known ? error.failure : 'internal', askedMs: askedWaitMs(error) };
    }
  }

  private async inStorage(row: Row): Promise<Tried<InStorage>> {
    if (row.inStorage === 'confirmed') return { now: 'confirmed', cause: null, askedMs: 0 };
    try {
      await this.media.eraseAll(row.sessionId);
      return { now: 'confirmed', cause: null, askedMs: 0 };
    } catch (error) {
      this.log.problem('erasing in the storage failed', error, { erasure: row.id, session: row.sessionId });
      return { now: 'pending', cause: 'storage', askedMs: 0 };
    }
  }
}
