import { createHash } from 'node:crypto';

/** Blocks of 8 × 8 pixels along each side. */
const side = 4;

/**
 * A real baseline JPEG: a grey mosaic of 32 × 32 pixels, drawn from the label, so that two labels never look alike.
 * With `bytes` it is filled up with comment segments to that size.
 */
export function picture(label: string, bytes = 0): Buffer {
  const shades = [
    ...createHash('sha256')
      .update(label)
      .digest()
      .subarray(0, side * side),
  ];
  const drawn = Buffer.concat([head, scan(shades), Buffer.from([0xff, 0xd9])]);
  const start = drawn.subarray(0, 2);
  return Buffer.concat([start, comments(label, bytes - drawn.length), drawn.subarray(2)]);
}

/** Twelve codes of four bits for the blocks' brightness; one code of one bit for "nothing else in this block". */
const brightnessCodes = [0, 0, 0, 12, ...Array<number>(12).fill(0), ...Array(12).keys()];
const emptyBlockCodes = [1, ...Array<number>(15).fill(0), 0];

const head = Buffer.concat([
  Buffer.from([0xff, 0xd8]),
  segment(0xe0, [0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0]),
  segment(0xdb, [0, ...Array<number>(64).fill(8)]),
  segment(0xc0, [8, 0, side * 8, 0, side * 8, 1, 1, 0x11, 0]),
  segment(0xc4, [0x00, ...brightnessCodes]),
  segment(0xc4, [0x10, ...emptyBlockCodes]),
  segment(0xda, [1, 1, 0x00, 0, 63, 0]),
]);

function segment(marker: number, content: readonly number[] | Buffer): Buffer {
  const length = content.length + 2;
  return Buffer.concat([Buffer.from([0xff, marker, length >> 8, length & 0xff]), Buffer.from(content)]);
}

function comments(label: string, missing: number): Buffer {
  const parts = [segment(0xfe, Buffer.from(label))];
  for (let left = missing - (parts[0]?.length ?? 0); left > 0; left -= 0xfff0) {
    parts.push(segment(0xfe, Buffer.alloc(Math.max(0, Math.min(left, 0xfff0) - 4))));
  }
  return Buffer.concat(parts);
}

/** Each block is the difference of its brightness from the block before, Huffman coded. */
function scan(shades: readonly number[]): Buffer {
  let bits = '';
  let before = 0;
  for (const shade of shades) {
    const difference = shade - 128 - before;
    before += difference;
    const size = difference === 0 ? 0 : Math.floor(Math.log2(Math.abs(difference))) + 1;
    const value = difference < 0 ? difference + 2 ** size - 1 : difference;
    bits +=
      size.toString(2).padStart(4, '0') + (size === 0 ? '' : value.toString(2).padStart(size, '0')) + '0';
  }
  const padded = bits.padEnd(Math.ceil(bits.length / 8) * 8, '1');
  const octets = (padded.match(/.{8}/g) ?? []).map((octet) => parseInt(octet, 2));
  return Buffer.from(octets.flatMap((octet) => (octet === 0xff ? [0xff, 0] : [octet])));
}
