const firstSeconds = 2;
const slowestSeconds = 60;

interface Pause {
  readonly losses: number;
  /** By the monotonic clock. */
  readonly untilMs: number;
}

/** Keeps a stream that is lost again and again from being opened again and again. */
export class StreamPauses {
  private readonly pauses = new Map<string, Pause>();

  /** Lost without having told anything since it was opened: the pause grows, and is spread. */
  lost(key: string): void {
    const losses = (this.pauses.get(key)?.losses ?? 0) + 1;
    const seconds = Math.min(firstSeconds * 2 ** Math.min(losses - 1, 20), slowestSeconds);
    this.pauses.set(key, { losses, untilMs: performance.now() + seconds * 1000 * (1 + Math.random() / 10) });
  }

  /** It works. */
  told(key: string): void {
    this.pauses.delete(key);
  }

  over(key: string): boolean {
    return (this.pauses.get(key)?.untilMs ?? 0) <= performance.now();
  }

  /** Forgets those that nobody asks for any more. */
  keepOnly(keys: ReadonlySet<string>): void {
    for (const key of this.pauses.keys()) if (!keys.has(key)) this.pauses.delete(key);
  }
}
