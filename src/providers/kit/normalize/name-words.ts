import anyAscii from 'any-ascii';

/** One word of a name, in the ways in which it is written with plain letters. */
export interface NameWord {
  /** Two words are the same name when they share one of these. */
  readonly spellings: readonly string[];
  /** The consonants, with and without an article: all that Arabic and Hebrew write for certain. */
  readonly bones: readonly string[];
  readonly script: Script;
  /** `de`, `bin`, `al`: written on one paper and left out on the next. */
  readonly isParticle: boolean;
}

/** `opaque`: read letter by letter, it gives something else than the name's own spelling in Latin letters. */
type Script = 'alphabetic' | 'vowelless' | 'opaque';

interface Token {
  readonly text: string;
  readonly script: Script;
}

const mostWords = 24;
const longestWord = 64;

const separators = /[\s\p{Pd}<,./·・]+/u;
const vowelless = /[\p{Script=Arabic}\p{Script=Hebrew}]/u;
const alphabetic =
  /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Georgian}\p{M}\p{P}\p{S}\p{N}\p{Lm}]*$/u;

/** How machine-readable zones write letters that have more than one plain form (ICAO 9303 part 3, section 6). */
const inZones: readonly (readonly [RegExp, string])[] = [
  [/ä|æ/g, 'ae'],
  [/ö|ø|œ/g, 'oe'],
  [/ü/g, 'ue'],
  [/å/g, 'aa'],
];

/** Letters that one transliteration writes so and another so. Applied in this order. */
const sounds: readonly (readonly [RegExp, string])[] = [
  [/sch/g, 'sh'],
  [/ph/g, 'f'],
  [/kh/g, 'h'],
  [/ck|q/g, 'k'],
  [/t[sz]/g, 'c'],
  [/x/g, 'ks'],
  [/w/g, 'v'],
  [/[yj]/g, 'i'],
  [/ou|oo/g, 'u'],
  [/ee/g, 'i'],
  [/(.)\1+/g, '$1'],
];

const particles = new Set(
  'al el ul bin ibn ben bint binti de da do dos das del della di du la le las los van von der den ter ten zu zum y e i'.split(
    ' ',
  ),
);

/** The words of these texts, in order. Texts of any length are read as far as names go. */
export function nameTokens(...texts: (string | null | undefined)[]): Token[] {
  return texts
    .flatMap((text) => (text ?? '').normalize('NFKC').split(separators))
    .filter((text) => text !== '')
    .flatMap(tokensOf)
    .slice(0, mostWords);
}

/** Null when no letter is left. */
export function nameWord({ text, script }: Token): NameWord | null {
  const lower = text.slice(0, longestWord).toLowerCase().normalize('NFC');
  const written = [lower, inZones.reduce((said, [from, to]) => said.replace(from, to), lower)];
  const plain = written.map(letters).filter((word) => word !== '');
  const [first] = plain;
  if (first === undefined) return null;
  const whole = [...plain, ...plain.map(soundOf)];
  const spellings = [...new Set([...whole, ...whole.map(withoutArticle)])];
  const bones = [...new Set([first, withoutArticle(first)].map(bonesOf))].filter((some) => some !== '');
  return { spellings, bones, script, isParticle: particles.has(first) };
}

/** Several tokens written as one word. */
export function glued(tokens: readonly Token[]): Token {
  return { text: tokens.map(({ text }) => text).join(''), script: tokens[0]?.script ?? 'alphabetic' };
}

function tokensOf(text: string): Token[] {
  if (vowelless.test(text)) return [{ text, script: 'vowelless' }];
  if (alphabetic.test(text)) return [{ text, script: 'alphabetic' }];
  // A syllable begins with a capital: there are no blanks between them.
  const syllables = anyAscii(text).match(/[A-Z]?[a-z]+/g) ?? [];
  return syllables.map((syllable) => ({ text: syllable, script: 'opaque' }));
}

function letters(word: string): string {
  return anyAscii(word)
    .toLowerCase()
    .replace(/[^a-z]/g, '');
}

function soundOf(word: string): string {
  return sounds.reduce((said, [from, to]) => said.replace(from, to), word);
}

/** `Almansouri` is `Mansouri`; so is what Arabic writes as one word. */
function withoutArticle(word: string): string {
  const rest = word.replace(/^(?:al|el|ul|l)(?=[^aeiou])/, '');
  return rest.length >= 4 ? rest : word;
}

function bonesOf(word: string): string {
  const consonants = word
    .replace(/q/g, 'k')
    .replace(/[aeiouwy]/g, '')
    // The ending of many feminine names, silent and often not written.
    .replace(/(?<=..)h$/, '');
  return consonants.replace(/(.)\1+/g, '$1');
}
