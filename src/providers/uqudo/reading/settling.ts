import type { ValueSource } from '../../kit/findings.js';

type Maybe<T> = T | null | undefined;

/** Settles what a document says where several sources say it, and keeps which of them agreed. */
export class Settling {
  readonly sources: Record<string, ValueSource[]> = {};

  /** Facts: the chip goes before the machine-readable zone, and the zone before the print. */
  fact<T extends string>(
    name: string,
    from: { chip?: Maybe<T>; mrz?: Maybe<T>; visual?: Maybe<T> },
  ): T | null {
    return this.settle(name, [
      ['chip', from.chip],
      ['mrz', from.mrz],
      ['visual', from.visual],
    ]);
  }

  /** Names: the print goes first, since chip and zone write in capitals and cut long names. */
  name(
    name: string,
    from: { chip?: Maybe<string>; mrz?: Maybe<string>; visual?: Maybe<string> },
  ): string | null {
    return this.settle(name, [
      ['visual', from.visual],
      ['chip', from.chip],
      ['mrz', from.mrz],
    ]);
  }

  private settle<T extends string>(
    name: string,
    candidates: readonly (readonly [ValueSource, Maybe<T>])[],
  ): T | null {
    const value = candidates.find(([, one]) => one)?.[1];
    if (!value) return null;
    const agreeing = candidates.filter(([, one]) => one && bare(one) === bare(value));
    this.sources[name] = agreeing.map(([source]) => source);
    return value;
  }
}

/** Letters and digits only: machine-readable zones write in capitals and without marks. */
function bare(value: string): string {
  return value.toUpperCase().replace(/[^\p{L}\p{N}]+/gu, '');
}
