import { expect, it } from '@jest/globals';
import { picture } from './picture.js';

it('is a whole JPEG, the same for the same label and another for another', () => {
  const drawn = picture('selfie');
  expect([drawn.readUInt16BE(0), drawn.readUInt16BE(drawn.length - 2)]).toEqual([0xffd8, 0xffd9]);
  expect(picture('selfie')).toEqual(drawn);
  expect(picture('front')).not.toEqual(drawn);
});

it.each([1000, 65_535, 300_000])('is filled up to %i bytes', (bytes) => {
  expect(picture('large', bytes)).toHaveLength(bytes);
});
