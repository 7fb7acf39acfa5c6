import { setTimeout as delay } from 'node:timers/promises';

export interface Letter {
  readonly url: string;
  /** Written anew for each attempt, since some vendors sign the time of the attempt. */
  compose(): { readonly headers: Readonly<Record<string, string>>; readonly body: string };
}

const answerWithinMs = 15_000;

/** Sends webhooks without keeping anybody waiting; in order within one line, unless the first attempt fails. */
export class Courier {
  private readonly lines = new Map<string, Promise<void>>();
  private stopping = new AbortController();

  /** @param retryAfterMs one entry per further attempt after a failed one */
  constructor(private readonly retryAfterMs: readonly number[] = []) {}

  send(line: string, letter: Letter): void {
    const { signal } = this.stopping;
    const before = this.lines.get(line) ?? Promise.resolve();
    const sent = before.then(() => this.attempt(letter, 0, signal));
    this.lines.set(line, sent);
    void sent.then(() => {
      if (this.lines.get(line) === sent) this.lines.delete(line);
    });
  }

  /** Forgets everything under way. */
  stop(): void {
    this.stopping.abort();
    this.stopping = new AbortController();
    this.lines.clear();
  }

  private async attempt(letter: Letter, round: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted || (await accepted(letter, signal))) return;
    const pause = this.retryAfterMs[round];
    if (pause === undefined) return;
    void delay(pause, undefined, { signal, ref: false }).then(
      () => this.attempt(letter, round + 1, signal),
      () => undefined,
    );
  }
}

async function accepted(letter: Letter, stopping: AbortSignal): Promise<boolean> {
  const { headers, body } = letter.compose();
  try {
    const answer = await fetch(letter.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
      redirect: 'manual',
      signal: AbortSignal.any([stopping, AbortSignal.timeout(answerWithinMs)]),
    });
    await answer.body?.cancel();
    return answer.ok;
  } catch {
    return false;
  }
}
