import { setTimeout as delay } from 'node:timers/promises';
import { ProviderError } from '../kit/errors.js';
import type { ProviderSignal } from '../kit/signal.js';
import type { UqudoContext } from './context.js';
import { signalsOf } from './frames.js';
import { Line } from './line.js';

export interface Following {
  readonly qrCodeText: string;
  readonly startedAt: Date;
  /** Asks the REST interface, for what was said while nobody listened. */
  readonly check: () => Promise<readonly ProviderSignal[]>;
}

/** All in milliseconds but the last. */
export interface Tempo {
  readonly firstRetry: number;
  readonly slowestRetry: number;
  /** How often a socket must show that it is alive. */
  readonly heartbeat: number;
  /** A session older than this at the first connection may have been followed before, by another process. */
  readonly fresh: number;
  /** A connection that lasted this long was a good one, if a silent one. */
  readonly lasting: number;
  /** So many connections in a row without a frame: the socket is given up, and polling goes on alone. */
  readonly fruitlessTries: number;
}

const usualTempo: Tempo = {
  firstRetry: 500,
  slowestRetry: 30_000,
  heartbeat: 20_000,
  fresh: 10_000,
  lasting: 30_000,
  fruitlessTries: 10,
};
const passing: readonly string[] = ['unavailable', 'ambiguous', 'throttled'];

/**
 * Listens on the web socket until uqudo says that the flow has ended, and connects again after a drop.
 * uqudo replays nothing, so each new connection is followed by a question for what was missed.
 */
export async function* follow(
  ctx: UqudoContext,
  following: Following,
  tempo: Tempo = usualTempo,
): AsyncGenerator<ProviderSignal, void, undefined> {
  let missed = ctx.now().getTime() - following.startedAt.getTime() > tempo.fresh;
  let begun = false;
  let fruitless = 0;
  while (!ctx.signal.aborted) {
    const since = performance.now();
    fruitless += 1;
    for await (const signal of oneConnection(ctx, following, tempo, missed)) {
      fruitless = 0;
      if (signal.kind === 'status' && begun) continue;
      begun ||= signal.kind === 'status';
      yield signal;
      if (signal.kind === 'concluded') return;
    }
    missed = true;
    if (performance.now() - since > tempo.lasting) fruitless = 0;
    if (fruitless >= tempo.fruitlessTries) {
      throw new ProviderError('unavailable', { operation: 'session.follow', cause: 'socket_lost' });
    }
    await pause(tempo, fruitless, ctx.signal);
  }
}

async function* oneConnection(
  ctx: UqudoContext,
  following: Following,
  { heartbeat }: Tempo,
  missed: boolean,
): AsyncGenerator<ProviderSignal, void, undefined> {
  const line = new Line(ctx, following.qrCodeText, heartbeat);
  try {
    if (!(await line.opened())) return;
    if (missed) yield* await askFor(following);
    for await (const service of line.services()) yield* signalsOf(service);
  } finally {
    await line.close();
  }
}

/** A question that fails for now is no reason to stop listening: polling asks again. */
async function askFor({ check }: Following): Promise<readonly ProviderSignal[]> {
  try {
    return await check();
  } catch (error) {
    if (error instanceof ProviderError && passing.includes(error.failure)) return [];
    throw error;
  }
}

async function pause({ firstRetry, slowestRetry }: Tempo, tries: number, signal: AbortSignal): Promise<void> {
  const longest = Math.min(firstRetry * 2 ** Math.max(tries - 1, 0), slowestRetry);
  // Spread, so that all followers do not come back at once after an outage.
  await delay(longest * (0.5 + Math.random() / 2), undefined, { signal }).catch(() => undefined);
}
