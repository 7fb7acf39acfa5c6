import { isBeginning, likeness, similarFrom } from './normalize/name-likeness.js';
import { glued, nameTokens, nameWord, type NameWord } from './normalize/name-words.js';
import type { Applicant } from './start.js';

/** `unclear`: in scripts of which one does not tell how the other writes a name. */
export type Agreement = 'agrees' | 'similar' | 'unclear' | 'differs' | 'not_compared';

export interface Compared {
  readonly agreement: Agreement;
  /** 0–1; null when nothing was compared. */
  readonly score: number | null;
}

export interface NamesCompared {
  readonly firstName: Compared;
  readonly lastName: Compared;
}

export const notCompared: Compared = { agreement: 'not_compared', score: null };

/** Zones of cards hold 30 letters of a name: what is nearly as long may have been cut off. */
const cutFrom = 27;
const unclearScore = 0.5;
const contradictedScore = 0.8;

type Tokens = ReturnType<typeof nameTokens>;
type Field = 'firstName' | 'additionalNames' | 'lastName';

interface Declared {
  readonly word: NameWord;
  readonly field: Field;
}

/** Declared words and how alike their partners on the document are; and the words on either side without one. */
interface Pairing {
  readonly alike: ReadonlyMap<Declared, number>;
  readonly unread: readonly NameWord[];
  readonly cut: boolean;
}

/**
 * A declared name against a name on the document: in any order, since given and family names get swapped,
 * and whichever side has further names than the other.
 */
export function compareNames(applicant: Applicant, name: string): NamesCompared {
  const onDocument = nameTokens(name);
  const fields = (['firstName', 'additionalNames', 'lastName'] as const).map(
    (field) => [field, nameTokens(applicant[field])] as const,
  );
  const read = wordsOf(
    unglued(
      onDocument,
      fields.flatMap(([, tokens]) => tokens),
    ),
  );
  const declared = fields.flatMap(([field, tokens]) =>
    wordsOf(unglued(tokens, onDocument)).map((word) => ({ word, field })),
  );
  const pairing = pair(declared, read, name.length >= cutFrom);
  return {
    firstName: agreementOf('firstName', declared, pairing),
    lastName: agreementOf('lastName', declared, pairing),
  };
}

function pair(declared: readonly Declared[], read: readonly NameWord[], cut: boolean): Pairing {
  const candidates = declared
    .flatMap((one) =>
      read.map((word) => {
        const whole = likeness(word, one.word);
        return { one, word, whole, score: cut && isBeginning(word, one.word) ? 1 : whole };
      }),
    )
    .filter(({ score }) => score >= similarFrom)
    // What stands there whole goes before what may have been cut off.
    .sort((a, b) => b.score - a.score || b.whole - a.whole);
  const alike = new Map<Declared, number>();
  const taken = new Set<NameWord>();
  for (const { one, word, score } of candidates) {
    if (alike.has(one) || taken.has(word)) continue;
    alike.set(one, score);
    taken.add(word);
  }
  return { alike, unread: read.filter((word) => !taken.has(word)), cut };
}

function agreementOf(field: Field, declared: readonly Declared[], { alike, unread, cut }: Pairing): Compared {
  const words = declared.filter((one) => one.field === field);
  const scores = words.flatMap((one) => alike.get(one) ?? []);
  if (words.length === 0) return notCompared;
  if (scores.length === 0) return withoutPartner(words, unread, cut);
  const score = Math.min(...scores);
  if (score < 1) return { agreement: 'similar', score };
  const others = declared.filter((one) => !alike.has(one) && belongs(one, field) && !one.word.isParticle);
  const contradicted = others.length > 0 && unread.some(({ isParticle }) => !isParticle);
  return contradicted
    ? { agreement: 'similar', score: contradictedScore }
    : { agreement: 'agrees', score: 1 };
}

/** Not a word of the field stands on the document: there stands another, or the document does not tell. */
function withoutPartner(words: readonly Declared[], unread: readonly NameWord[], cut: boolean): Compared {
  if (unread.length === 0) return cut ? { agreement: 'unclear', score: unclearScore } : notCompared;
  const opaque = (some: readonly NameWord[]) => some.some(({ script }) => script === 'opaque');
  if (opaque(unread) !== opaque(words.map(({ word }) => word)))
    return { agreement: 'unclear', score: unclearScore };
  const best = Math.max(...words.flatMap(({ word }) => unread.map((other) => likeness(word, other))));
  return { agreement: 'differs', score: best / 2 };
}

/** Additional names are given names. */
function belongs(one: Declared, field: Field): boolean {
  return one.field === field || (one.field === 'additionalNames' && field === 'firstName');
}

/** Words that the other side writes as one are read as one: Abdul Rahman, Abdulrahman. */
function unglued(tokens: Tokens, others: Tokens): Tokens {
  const wanted = wordsOf(others);
  const known = (some: Tokens) => {
    const word = nameWord(glued(some));
    return word !== null && wanted.some((other) => likeness(word, other) === 1);
  };
  const joined: Tokens = [];
  for (let at = 0; at < tokens.length;) {
    const length = [3, 2].find((count) => at + count <= tokens.length && known(tokens.slice(at, at + count)));
    const alone = length === undefined || known(tokens.slice(at, at + 1));
    joined.push(glued(tokens.slice(at, at + (alone ? 1 : length))));
    at += alone ? 1 : length;
  }
  return joined;
}

function wordsOf(tokens: Tokens): NameWord[] {
  return tokens.map(nameWord).filter((word) => word !== null);
}
