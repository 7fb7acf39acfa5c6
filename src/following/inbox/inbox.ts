import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import { Log } from '../../common/log.js';
import { Sweep } from '../../jobs/sweep.js';
import { CallbackStore } from './callback-store.js';
import { CallbackWork } from './callback-work.js';
import type { ReceivedCallback } from './received-callback.js';

const everyMs = 1_000;
const atOnce = 16;
/** What a process that dies was working on is due again after this long. */
const claimSeconds = 60;
const purgeEveryMs = 600_000;
const keptSeconds = 30 * 86_400;

/** Works off the vendors' callbacks: at once in the process that received them, and in any process when that fails. */
@Injectable()
export class Inbox implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly underWay = new Set<Promise<void>>();
  private readonly sweeps: readonly Sweep[];

  constructor(
    private readonly store: CallbackStore,
    private readonly work: CallbackWork,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {
    this.sweeps = [
      new Sweep('callbacks', everyMs, () => this.round(), log),
      new Sweep('old callbacks', purgeEveryMs, () => this.purge(), log),
    ];
  }

  onApplicationBootstrap(): void {
    for (const sweep of this.sweeps) sweep.start();
  }

  async onModuleDestroy(): Promise<void> {
    await Promise.all(this.sweeps.map((sweep) => sweep.stop()));
    await Promise.all(this.underWay);
  }

  /** A hint, while there is room: what it does not take, the next round does. */
  workSoon(id: string): void {
    if (this.underWay.size >= atOnce) return;
    const working = this.claimAndWork(id)
      .catch((error: unknown) => this.log.problem('callback not taken', error, { callback: id }))
      .finally(() => this.underWay.delete(working));
    this.underWay.add(working);
  }

  private async claimAndWork(id: string): Promise<void> {
    const claimed = await this.store.claimOne(id, this.clock.now(), this.clock.in(claimSeconds));
    if (claimed) await this.workOff(claimed);
  }

  private async round(): Promise<void> {
    const due = await this.store.claim(this.clock.now(), this.clock.in(claimSeconds), atOnce);
    await Promise.all(due.map((callback) => this.workOff(callback)));
  }

  private async workOff(callback: ReceivedCallback): Promise<void> {
    await this.work
      .run(callback)
      // Its claim runs out, and it is taken again.
      .catch((error: unknown) => this.log.problem('callback left behind', error, { callback: callback.id }));
  }

  private async purge(): Promise<void> {
    const count = await this.store.purge(this.clock.in(-keptSeconds));
    if (count > 0) this.log.info('old callbacks purged', { count });
  }
}
