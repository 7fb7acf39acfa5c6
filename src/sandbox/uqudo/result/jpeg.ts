/** Drawings of 128×80 and 96×96 pixels, one grey block per 8×8: nobody's document and nobody's face. */
const drawings = {
  card:
    '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI' +
    'CAgICAgICAgICAgICAj/wAALCABQAIABAREA/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAFBABAAAAAAAAAAAA' +
    'AAAAAAAAAP/aAAgBAQAAPwDhQAAAAAAAH1KAAAAAAHy0H1K+WgAH1KHgQAD318tB9Svlp7wA8HfUoAAAfLQfUr5ae8APB31KHgQA' +
    'e+h8tB9SvloPeHg4fUoAAAfLQfUr54AAfQ4eBAAPfXy0H1KAAAAAAHy0H1K8CAAAAAD318tAAAAAAAAP/9k=',
  face:
    '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI' +
    'CAgICAgICAgICAgICAj/wAALCABgAGABAREA/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAFBABAAAAAAAAAAAA' +
    'AAAAAAAAAP/aAAgBAQAAPwD2sAAAAAAAPlAAPq8AAB8oAAB9XgAPlAPoIAPn0Pq8APlB9BAAB8+h9XgPlB9BPB3vAeDveHz6+rwA' +
    'HJAAB1oAAckHl4eoB1oAADkgA60AAAByQdaAAA+eAHrQeSgPocB88AAAAB9Dv//Z',
};

export type Motive = keyof typeof drawings;

/** A JPEG comment segment: marker and length take 4 bytes, the text at most 65533. */
const segmentHead = 4;
const segmentText = 65_533;

/** A valid JPEG made different from all others by the note in it, and padded by further comments. */
export function jpeg(motive: Motive, note: string, size = 0): Buffer {
  const drawing = Buffer.from(drawings[motive], 'base64');
  const segments = [comment(Buffer.from(note))];
  let missing = size - drawing.length - (segments[0]?.length ?? 0);
  while (missing >= segmentHead) {
    let text = Math.min(segmentText, missing - segmentHead);
    const left = missing - segmentHead - text;
    if (left > 0 && left < segmentHead) text -= segmentHead;
    segments.push(comment(Buffer.alloc(text, 0x20)));
    missing -= segmentHead + text;
  }
  return Buffer.concat([drawing.subarray(0, 2), ...segments, drawing.subarray(2)]);
}

function comment(text: Buffer): Buffer {
  const head = Buffer.from([0xff, 0xfe, 0, 0]);
  head.writeUInt16BE(text.length + 2, 2);
  return Buffer.concat([head, text]);
}
