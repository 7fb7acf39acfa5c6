import { expect, it } from '@jest/globals';
import { Dice } from './dice.js';

function diceFor(seed: number, ids: readonly string[]): Dice {
  const dice = new Dice(seed);
  dice.numberBy(() => ids);
  return dice;
}

it('rolls for a session the same with the same seed, whatever its id is and whatever others do meanwhile', () => {
  const [one, two] = [diceFor(7, ['a', 'b']), diceFor(7, ['c', 'd'])];
  const alone = Array.from({ length: 20 }, () => one.roll('slow', 'b'));
  const amongOthers = Array.from({ length: 20 }, () => {
    two.roll('slow', 'c');
    two.roll('slow');
    two.roll('malformed', 'd');
    return two.roll('slow', 'd');
  });
  expect(amongOthers).toEqual(alone);
  expect(new Set(alone).size).toBe(20);
});

it('rolls for a named session by its name, in whatever order the sessions were made', () => {
  const [one, two] = [diceFor(7, ['a', 'b']), diceFor(7, ['c', 'd'])];
  one.name('b', 'Ada');
  two.name('c', 'Ada');
  expect(two.roll('slow', 'c')).toBe(one.roll('slow', 'b'));
});

it('rolls otherwise with another seed, for another session and for another name', () => {
  const dice = diceFor(7, ['a', 'b']);
  const rolls = [
    dice.roll('slow', 'a'),
    dice.roll('slow', 'b'),
    dice.roll('malformed', 'a'),
    dice.roll('slow'),
  ];
  expect(new Set([...rolls, diceFor(8, ['a', 'b']).roll('slow', 'a')]).size).toBe(5);
});

it.each([0.1, 0.3, 0.5])('strikes about as often as asked: %d', (probability) => {
  const ids = Array.from({ length: 100 }, (_, index) => `session ${index}`);
  const dice = diceFor(1, ids);
  const hits = ids.flatMap((id) => Array.from({ length: 100 }, () => dice.roll('slow', id) < probability));
  expect(hits.filter(Boolean).length / hits.length).toBeCloseTo(probability, 1);
});
