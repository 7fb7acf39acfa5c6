import type { Log } from '../common/log.js';

/** Work that is looked for again and again: never twice at once, and never cut off when the process stops. */
export class Sweep {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private stopped = true;

  constructor(
    private readonly name: string,
    private readonly everyMs: number,
    private readonly work: () => Promise<void>,
    private readonly log: Log,
  ) {}

  start(): void {
    this.stopped = false;
    this.schedule();
  }

  /** Resolves when the round under way, if any, has ended. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  private schedule(): void {
    if (this.stopped) return;
    // Up to a tenth later: equal processes that started together drift apart.
    this.timer = setTimeout(() => this.round(), this.everyMs * (1 + Math.random() / 10));
  }

  private round(): void {
    this.running = this.work()
      .catch((error: unknown) => this.log.problem('sweep failed', error, { sweep: this.name }))
      .then(() => this.schedule());
  }
}
