import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import parser, { type Token } from 'stream-json/parser.js';
import { textsOf } from './json-texts.js';
import { pictureText } from './picture-text.js';
import { wantedPicture } from './wanted-picture.js';

async function textOf(name: string, document: unknown, partLength = 7): Promise<string> {
  const json = Buffer.from(typeof document === 'string' ? document : JSON.stringify(document));
  const parts = Array.from({ length: Math.ceil(json.length / partLength) }, (_, at) =>
    json.subarray(at * partLength, (at + 1) * partLength),
  );
  const tokens = Readable.from(parts).pipe(
    parser.asStream({ packValues: false, packKeys: true, streamKeys: false }),
  ) as AsyncIterable<Token>;
  let text = '';
  for await (const part of pictureText(textsOf(tokens), wantedPicture(name)!)) text += part;
  return text;
}

const card = { stepId: 'ID_DOCUMENT', type: 'PASSPORT', front: 'cardFront', back: 'cardBack', photo: 'face' };
const bill = { stepId: 'ADDRESS_PROOF', front: 'billFront', back: null };
const person = {
  selfie: 'selfieText',
  documents: [card, bill],
  metadata: { selfie: 'other', front: 'other' },
};

describe('the text of a picture', () => {
  it.each([
    ['selfie', 'selfieText'],
    ['ID_DOCUMENT.front', 'cardFront'],
    ['ID_DOCUMENT.photo', 'face'],
    ['ADDRESS_PROOF.front', 'billFront'],
    ['ADDRESS_PROOF.back', ''],
    ['ADDRESS_PROOF.photo', ''],
    ['DRIVER_LICENSE.front', ''],
  ])('%s is %j', async (name, text) => {
    expect(await textOf(name, person)).toBe(text);
  });

  it('is found in whatever order the keys stand, and however the document is cut', async () => {
    const order = fc.record({
      keys: fc.shuffledSubarray(Object.keys(card), { minLength: 5 }),
      outer: fc.shuffledSubarray(Object.keys(person), { minLength: 3 }),
      documents: fc.shuffledSubarray([card, bill, { ...card, stepId: 'DRIVER_LICENSE', front: 'licence' }], {
        minLength: 3,
      }),
      partLength: fc.integer({ min: 1, max: 50 }),
    });
    await fc.assert(
      fc.asyncProperty(order, async ({ keys, outer, documents, partLength }) => {
        const shuffled = (object: object) =>
          Object.fromEntries(keys.map((key) => [key, (object as Record<string, unknown>)[key] ?? null]));
        const all: Record<string, unknown> = { ...person, documents: documents.map(shuffled) };
        const document = Object.fromEntries(outer.map((key) => [key, all[key]]));
        expect(await textOf('ID_DOCUMENT.front', document, partLength)).toBe('cardFront');
        expect(await textOf('DRIVER_LICENSE.front', document, partLength)).toBe('licence');
        expect(await textOf('selfie', document, partLength)).toBe('selfieText');
      }),
    );
  });

  it.each([
    [{ selfie: { selfie: 'x' }, documents: { documents: [] } }],
    [{ documents: [[{ stepId: 'ID_DOCUMENT', front: 'x' }]] }],
    [{ documents: [{ stepId: 'ID_DOCUMENT', pages: { front: 'x' } }] }],
    [{ documents: [{ stepId: { a: 'ID_DOCUMENT' }, front: 'x' }] }],
    [{ documents: [{ front: 'x' }, { stepId: 'ID_DOCUMENT' }] }],
    [{ documents: [{ stepId: 'ID_DOCUMENTS', front: 'x' }] }],
    [{ documents: 'ID_DOCUMENT' }],
    [[person]],
    [null],
    ['"text"'],
  ])('is not taken from another place: %j', async (document) => {
    expect(await textOf('ID_DOCUMENT.front', document)).toBe('');
    expect(await textOf('selfie', document)).toBe('');
  });

  it.each(['', '{', '{"selfie": "cut o', '{"selfie" "x"}', '['.repeat(100_000)])(
    'throws when the document is none: %.20s',
    async (document) => {
      await expect(textOf('selfie', document)).rejects.toThrow();
    },
  );
});

describe('the name of a picture', () => {
  it.each(['', 'ID_DOCUMENT', 'ID_DOCUMENT.type', 'ID_DOCUMENT.stepId', '../x.front', 'a.b.front'])(
    'is not %j',
    (name) => {
      expect(wantedPicture(name)).toBeNull();
    },
  );
});
