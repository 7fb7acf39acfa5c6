/** Large enough that the parts are worth their handling. A multiple of four: so many letters are three bytes. */
const partLength = 64 * 1024;
const longestPrefix = 128;

/** Bytes out of Base64 that arrives in parts. Blanks and a `data:` prefix are passed over; anything else throws. */
export async function* decoded(parts: AsyncIterable<string>): AsyncGenerator<Buffer> {
  let rest = '';
  let padded = false;
  const bytesOf = (text: string) => {
    if (padded || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) throw new TypeError('not Base64');
    padded = text.endsWith('=');
    return Buffer.from(text, 'base64');
  };
  for await (const part of withoutPrefix(parts)) {
    rest += part.replaceAll(/\s+/g, '');
    if (rest.length < partLength) continue;
    const whole = rest.length - (rest.length % 4);
    yield bytesOf(rest.slice(0, whole));
    rest = rest.slice(whole);
  }
  if (rest.length % 4 === 1) throw new TypeError('not Base64');
  if (rest !== '') yield bytesOf(rest);
}

async function* withoutPrefix(parts: AsyncIterable<string>): AsyncGenerator<string> {
  let beginning: string | null = '';
  for await (const part of parts) {
    if (beginning === null) {
      yield part;
      continue;
    }
    beginning += part;
    if (beginning.length < longestPrefix) continue;
    yield beginning.replace(/^data:[^,]*,/, '');
    beginning = null;
  }
  if (beginning !== null) yield beginning.replace(/^data:[^,]*,/, '');
}
