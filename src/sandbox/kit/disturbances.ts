import { Dice } from './dice.js';

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
  /** It happens to the vendor as a whole, so a few times a day: not to every call that dice choose. */
  readonly rare?: true;
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

export const rare = <N extends string>(kinds: Readonly<Record<N, string>>) =>
  ofEffect('delays', kinds, { rare: true });

/** The status word of a rule that names none. */
const unheardOf = 'NOT_IN_ANY_MANUAL';

/** The vendor's word, or the one that a disturbance puts in its place. */
export function wordOr(status: string, struck: Disturbance | undefined): string {
  return struck ? String(struck.value ?? unheardOf) : status;
}

function ofEffect<N extends string>(
  effect: Effect,
  kinds: Readonly<Record<N, string>>,
  more: Pick<DisturbanceKind, 'webhook' | 'rare'> = {},
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

/** The switched-on disturbances, and the dice that decide when they strike. */
export class Disturbances {
  private active: { rule: Disturbance; left: number }[] = [];
  private readonly dice: Dice;
  private strokes = new Map<string, number>();

  constructor(
    readonly known: KnownDisturbances,
    seed: number,
  ) {
    this.dice = new Dice(seed);
  }

  /** @param ids of the vendor's sessions, the oldest first */
  rollBy(ids: () => readonly string[]): void {
    this.dice.numberBy(ids);
  }

  /** Lets the dice know a session by a name that is the same in every run. */
  name(session: string, name: string): void {
    this.dice.name(session, name);
  }

  add(rule: Disturbance): void {
    this.active.push({ rule, left: rule.times ?? Number.POSITIVE_INFINITY });
  }

  clear(): void {
    this.active = [];
    this.strokes = new Map();
    this.dice.reset();
  }

  list(): (Disturbance & { left: number | null })[] {
    return this.active.map(({ rule, left }) => ({ ...rule, left: Number.isFinite(left) ? left : null }));
  }

  /** How often each has struck. */
  struck(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.strokes);
  }

  /** Asks at the place where a disturbance would happen; a returned rule has struck and is counted. */
  strikes(name: string, session?: string): Disturbance | undefined {
    const hit = this.active.find(
      ({ rule, left }) =>
        rule.name === name &&
        left > 0 &&
        (rule.session === undefined || rule.session === session) &&
        (rule.probability === undefined || this.dice.roll(name, session) < rule.probability),
    );
    if (!hit) return undefined;
    hit.left -= 1;
    this.strokes.set(name, (this.strokes.get(name) ?? 0) + 1);
    return hit.rule;
  }
}
