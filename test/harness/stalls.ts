import { monitorEventLoopDelay } from 'node:perf_hooks';

/**
 * How long this process has stood still at most while `work` was done, in milliseconds: what a busy machine adds to
 * any time that is measured meanwhile, once for each turn that it takes.
 */
export async function longestStallDuring<T>(work: () => Promise<T>): Promise<[result: T, stallMs: number]> {
  const delays = monitorEventLoopDelay({ resolution: 10 });
  delays.enable();
  const result = await work();
  delays.disable();
  return [result, delays.max / 1e6];
}
