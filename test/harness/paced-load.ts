import { setTimeout as delay } from 'node:timers/promises';

export interface Pace {
  readonly perSecond: number;
  readonly seconds: number;
  /** With so many unanswered, the next waits: a machine that cannot keep up is not buried. */
  readonly mostAtOnce: number;
}

/**
 * Begins one after the other by the clock, whether or not the former are answered. `send` is told when its turn
 * was, by `performance.now()`: what waited for a slow machine counts from there. Resolves with all answers.
 */
export async function pacedLoad<T>(
  { perSecond, seconds, mostAtOnce }: Pace,
  send: (turn: number, dueAt: number) => Promise<T>,
): Promise<T[]> {
  const began = performance.now();
  const all: Promise<T>[] = [];
  let underWay = 0;
  const begin = (dueAt: number) => {
    underWay += 1;
    all.push(send(all.length, dueAt).finally(() => (underWay -= 1)));
  };
  const elapsed = () => (performance.now() - began) / 1000;
  for (let now = elapsed(); now < seconds; now = elapsed()) {
    while (all.length < now * perSecond && underWay < mostAtOnce) {
      begin(began + (all.length / perSecond) * 1000);
    }
    await delay(2);
  }
  return Promise.all(all);
}
