import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decoded } from './base64.js';

async function* parts(...texts: string[]) {
  yield* texts;
}

const decode = async (...texts: string[]) => {
  const chunks: Buffer[] = [];
  for await (const chunk of decoded(parts(...texts))) chunks.push(chunk);
  return Buffer.concat(chunks);
};

/** The text in parts of these lengths. */
function cut(text: string, lengths: readonly number[]): string[] {
  const cuts: string[] = [];
  let at = 0;
  for (const length of lengths) cuts.push(text.slice(at, (at += length)));
  return [...cuts, text.slice(at)];
}

describe('Base64 that arrives in parts', () => {
  it('is the bytes that were written, however it is cut, broken into lines or prefixed', async () => {
    const written = fc.record({
      bytes: fc.uint8Array({ maxLength: 2_000 }),
      lengths: fc.array(fc.integer({ min: 0, max: 300 })),
      prefix: fc.constantFrom('', 'data:image/jpeg;base64,', 'data:;base64,'),
      lines: fc.boolean(),
      padded: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(written, async ({ bytes, lengths, prefix, lines, padded }) => {
        const base64 = Buffer.from(bytes).toString('base64');
        const bare = padded ? base64 : base64.replace(/=+$/, '');
        const text = prefix + (lines ? bare.replace(/.{76}/g, '$&\r\n') : bare);
        expect((await decode(...cut(text, lengths))).equals(Buffer.from(bytes))).toBe(true);
      }),
    );
  });

  it('comes in parts that are worth their handling, each once it is there', async () => {
    const bytes = Buffer.alloc(300_000, 'picture');
    const chunks: number[] = [];
    for await (const chunk of decoded(parts(...cut(bytes.toString('base64'), Array(2_000).fill(200)))))
      chunks.push(chunk.length);
    expect(chunks.length).toBeLessThan(8);
    expect(Math.max(...chunks)).toBeLessThan(60_000);
  });

  it.each(['%%%%', 'AAAAA', 'AA=A', 'AA==AAAA', '====', 'data:AAAA', '{"a":1}'])(
    'is not %j',
    async (text) => {
      await expect(decode(text)).rejects.toThrow('not Base64');
    },
  );
});
