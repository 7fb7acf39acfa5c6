import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { Log } from '../common/log.js';
import type { Media } from '../database/generated/client.js';
import { Sweep } from '../jobs/sweep.js';
import { JournalFeed } from '../journal/journal-feed.js';
import { CaptureMedia } from './capture-media.js';
import { MediaRows } from './media-rows.js';
import { MediaStore } from './media-store.js';
import { setbackAfter } from './setback.js';

const everyMs = 1_000;
/** Captures under way in one process. */
const mostLanes = 6;
/** A vendor that drips is given up. */
const longestCaptureMs = 45_000;
/** A claimed capture whose process dies is due again after this long: longer than any capture takes. */
const claimSeconds = 60;

const decisions = new Set(['session.approved', 'session.declined', 'session.in_review']);

/** Captures what is wanted, a few pictures at a time: at once after a decision, and whatever is due later. */
@Injectable()
export class MediaCaptures implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly lanes = new Set<Promise<void>>();
  private readonly stopping = new AbortController();
  private readonly sweep: Sweep;
  private stopListening: () => void = () => undefined;

  constructor(
    private readonly capture: CaptureMedia,
    private readonly rows: MediaRows,
    private readonly store: MediaStore,
    private readonly feed: JournalFeed,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {
    this.sweep = new Sweep('media', everyMs, async () => this.openLane(), log);
  }

  onApplicationBootstrap(): void {
    this.stopListening = this.feed.listen((entries) => {
      if (entries.some(({ type }) => decisions.has(type))) this.openLane();
    });
    this.sweep.start();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopListening();
    this.stopping.abort();
    await this.sweep.stop();
    await Promise.all(this.lanes);
  }

  private openLane(): void {
    if (this.stopping.signal.aborted || this.lanes.size >= mostLanes) return;
    const lane = this.work()
      .catch((error: unknown) => this.log.problem('capturing pictures failed', error))
      .finally(() => this.lanes.delete(lane));
    this.lanes.add(lane);
  }

  /** Goes on until nothing is due. Whoever finds something lets another look as well. */
  private async work(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      const media = await this.rows.claim(this.clock.now(), this.clock.in(claimSeconds));
      if (!media) return;
      this.openLane();
      await this.settle(media);
    }
  }

  private async settle(media: Media): Promise<void> {
    const signal = AbortSignal.any([this.stopping.signal, AbortSignal.timeout(longestCaptureMs)]);
    try {
      const picture = await this.capture.run(media, signal);
      const wanted = await this.rows.captured(media.id, picture, this.clock.now());
      if (!wanted) await this.remove(media);
    } catch (error) {
      if (this.stopping.signal.aborted) return this.rows.release(media, this.clock.now());
      await this.setBack(media, error);
    }
  }

  private async setBack(media: Media, error: unknown): Promise<void> {
    const { cause, againInMs } = setbackAfter(error, media);
    const fields = { session: media.sessionId, media: media.id, attempt: media.attempts, cause };
    if (cause === 'internal') this.log.problem('capturing a picture failed', error, fields);
    else this.log.info('picture not captured', { ...fields, again: againInMs !== null });
    if (againInMs === null) {
      await this.remove(media);
      await this.rows.missing(media.id, cause);
      return;
    }
    const wanted = await this.rows.again(media.id, cause, this.clock.in(againInMs / 1000));
    if (!wanted) await this.remove(media);
  }

  private async remove({ storageKey }: Media): Promise<void> {
    if (storageKey !== null) await this.store.remove(storageKey);
  }
}
