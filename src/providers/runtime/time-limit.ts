/**
 * A signal that aborts after so long, as that of `AbortSignal.timeout` does, and that can be let go before: hundreds
 * a second would otherwise lie in wait for seconds, with all that hangs on them.
 */
export class TimeLimit {
  private readonly controller = new AbortController();
  private readonly timer;

  constructor(ms: number) {
    const timeIsUp = () => this.controller.abort(new DOMException('The time is up.', 'TimeoutError'));
    this.timer = setTimeout(timeIsUp, ms).unref();
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** It aborts no more. */
  letGo(): void {
    clearTimeout(this.timer);
  }
}
