import type { NameWord } from './name-words.js';

/** From here on two words may be the same name with a slip in it. */
export const similarFrom = 0.7;

const sureBones = 3;
const manyBones = 4;
const initialLikeness = 0.8;
const bonesLikeness = 0.85;

/** How alike two words of names are: 1 the same name, from `similarFrom` perhaps, below that another. Symmetric. */
export function likeness(one: NameWord, other: NameWord): number {
  if (one.spellings.some((spelling) => other.spellings.includes(spelling))) return 1;
  const bones = sharedBones(one, other);
  const acrossScripts =
    one.script !== other.script && (one.script === 'vowelless' || other.script === 'vowelless');
  if (acrossScripts && bones >= sureBones) return 1;
  if (isInitial(one, other) || isInitial(other, one)) return initialLikeness;
  const slipped = Math.max(...one.spellings.flatMap((a) => other.spellings.map((b) => slipLikeness(a, b))));
  return bones >= (acrossScripts ? 1 : manyBones) ? Math.max(slipped, bonesLikeness) : slipped;
}

/** How many consonants they have, where they have the same. */
function sharedBones(one: NameWord, other: NameWord): number {
  return Math.max(0, ...one.bones.filter((bones) => other.bones.includes(bones)).map(({ length }) => length));
}

/** Whether `one`, which the end of the paper cut off, may go on as `other`. */
export function isBeginning(one: NameWord, other: NameWord): boolean {
  return one.spellings.some(
    (start) => start.length > 1 && other.spellings.some((spelling) => spelling.startsWith(start)),
  );
}

function isInitial({ spellings: [one = ''] }: NameWord, { spellings: [other = ''] }: NameWord): boolean {
  return one.length === 1 && other.startsWith(one);
}

function slipLikeness(one: string, other: string): number {
  const length = Math.max(one.length, other.length);
  const slips = distance(one, other);
  const alike = 1 - slips / length;
  return slips <= slipsIn(length) ? Math.max(alike, similarFrom) : Math.min(alike, similarFrom - 0.1);
}

/** Short names differ in one letter and are others: Lea and Leo. */
function slipsIn(length: number): number {
  if (length < 4) return 0;
  return length < 8 ? 1 : 2;
}

/** Letters to add, take away, replace, or swap with their neighbour (optimal string alignment). */
function distance(one: string, other: string): number {
  let before: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let row = 1; row <= one.length; row += 1) {
    const next = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const same = one[row - 1] === other[column - 1];
      const swapped = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      next[column] = Math.min(
        (next[column - 1] ?? 0) + 1,
        (last[column] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
        swapped && row > 1 && column > 1 ? (before[column - 2] ?? 0) + 1 : Infinity,
      );
    }
    before = last;
    last = next;
  }
  return last[other.length] ?? 0;
}
