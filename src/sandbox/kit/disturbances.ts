/**
 * What becomes of a session that a disturbance strikes, as long as it strikes so often at most that it can end:
 * - `delays`: it costs time, and the session still ends as it was played
 * - `refuses`: the result proves nothing, and must decide nothing
 * - `alters`: the vendor truly says something else, and the session ends by that
 */
export type Effect = 'delays' | 'refuses' | 'alters';

/** A webhook that must be refused: `forged` ones prove nothing, `stale` ones are too old to be taken. */
export type BadWebhook = 'forged' | 'stale';

export interface DisturbanceKind {
  /** For people. */
  readonly what: string;
  readonly effect: Effect;
  /** Set where what is struck is a webhook, which must then be refused. */
  readonly webhook?: BadWebhook;
}

export type KnownDisturbances = Readonly<Record<string, DisturbanceKind>>;

type Kinds<N extends string> = Readonly<Record<N, DisturbanceKind>>;

export const delays = <N extends string>(kinds: Readonly<Record<N, string>>) => ofEffect('delays', kinds);
export const refuses = <N extends string>(kinds: Readonly<Record<N, string>>) => ofEffect('refuses', kinds);
export const alters = <N extends string>(kinds: Readonly<Record<N, string>>) => ofEffect('alters', kinds);

export const forges = <N extends string>(kinds: Readonly<Record<N, string>>) =>
  ofEffect('delays', kinds, { webhook: 'forged' });
export const stales = <N extends string>(kinds: Readonly<Record<N, string>>) =>
  ofEffect('delays', kinds, { webhook: 'stale' });

function ofEffect<N extends string>(
  effect: Effect,
  kinds: Readonly<Record<N, string>>,
  more: Pick<DisturbanceKind, 'webhook'> = {},
): Kinds<N> {
  const entries = Object.entries<string>(kinds).map(([name, what]) => [name, { what, effect, ...more }]);
  return Object.fromEntries(entries) as Kinds<N>;
}

export interface Disturbance {
  readonly name: string;
  /** Only for this vendor session. */
  readonly session?: string | undefined;
  /** How often it strikes before it is spent. Default: for ever. */
  readonly times?: number | undefined;
  /** 0–1, default 1. */
  readonly probability?: number | undefined;
  /** What the disturbance needs to know, e.g. milliseconds or a status word. */
  readonly value?: string | number | undefined;
}

/** The switched-on disturbances, and the seeded dice that decide when they strike. */
export class Disturbances {
  private active: { rule: Disturbance; left: number }[] = [];
  private readonly roll: () => number;

  constructor(
    readonly known: KnownDisturbances,
    seed: number,
  ) {
    this.roll = mulberry32(seed);
  }

  add(rule: Disturbance): void {
    this.active.push({ rule, left: rule.times ?? Number.POSITIVE_INFINITY });
  }

  clear(): void {
    this.active = [];
  }

  list(): (Disturbance & { left: number | null })[] {
    return this.active.map(({ rule, left }) => ({ ...rule, left: Number.isFinite(left) ? left : null }));
  }

  /** Asks at the place where a disturbance would happen; a returned rule has struck and is counted. */
  strikes(name: string, session?: string): Disturbance | undefined {
    const hit = this.active.find(
      ({ rule, left }) =>
        rule.name === name &&
        left > 0 &&
        (rule.session === undefined || rule.session === session) &&
        (rule.probability === undefined || this.roll() < rule.probability),
    );
    if (!hit) return undefined;
    hit.left -= 1;
    return hit.rule;
  }
}

function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
