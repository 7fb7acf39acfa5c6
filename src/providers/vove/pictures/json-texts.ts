import type { Token } from 'stream-json/parser.js';

/** A part of one text of a JSON document, and where it stands: keys are texts, places in a list are numbers. */
export interface TextPart {
  readonly path: readonly (string | number)[];
  readonly text: string;
  /** The text is complete. */
  readonly last: boolean;
}

/** What is read here is flat. A document that is nested without end would fill the memory. */
const deepest = 16;

/** All texts of a document, in parts as they arrive. The path of a part is only valid until the next. */
export async function* textsOf(tokens: AsyncIterable<Token>): AsyncGenerator<TextPart> {
  const path: (string | number)[] = [];
  const step = () => {
    const key = path.at(-1);
    if (typeof key === 'number') path[path.length - 1] = key + 1;
  };
  for await (const token of tokens) {
    switch (token.name) {
      case 'startObject':
      case 'startArray':
        step();
        if (path.push(token.name === 'startArray' ? -1 : '') > deepest)
          throw new RangeError('nested too deep');
        break;
      case 'endObject':
      case 'endArray':
        path.pop();
        break;
      case 'keyValue':
        path[path.length - 1] = token.value;
        break;
      case 'stringChunk':
        yield { path, text: token.value, last: false };
        break;
      case 'endString':
        yield { path, text: '', last: true };
        break;
      case 'startString':
      case 'startNumber':
      case 'nullValue':
      case 'trueValue':
      case 'falseValue':
        step();
        break;
      default:
    }
  }
}
