import type { TextPart } from './json-texts.js';
import type { WantedPicture } from './wanted-picture.js';

/** One picture in Base64. */
const largestHeld = 32 * 1024 * 1024;

/** The text of one picture, in parts, out of `{selfie, documents: [{stepId, …}]}`; nothing when it is not there. */
export function pictureText(
  texts: AsyncIterable<TextPart>,
  { stepId, field }: WantedPicture,
): AsyncGenerator<string> {
  return stepId === null ? ofPerson(texts, field) : ofStep(texts, stepId, field);
}

async function* ofPerson(texts: AsyncIterable<TextPart>, field: string): AsyncGenerator<string> {
  for await (const { path, text, last } of texts) {
    if (path.length !== 1 || path[0] !== field) continue;
    if (last) return;
    yield text;
  }
}

/** A picture is held only where it stands before the `stepId` that tells whose it is. */
async function* ofStep(
  texts: AsyncIterable<TextPart>,
  wanted: string,
  field: string,
): AsyncGenerator<string> {
  let document: string | number | undefined;
  let stepId = '';
  let told = false;
  let held = '';
  for await (const { path, text, last } of texts) {
    if (path.length !== 3 || path[0] !== 'documents') continue;
    if (path[1] !== document) [document, stepId, told, held] = [path[1], '', false, ''];
    if (path[2] === 'stepId') {
      stepId = (stepId + text).slice(0, wanted.length + 1);
      told = last;
      if (!told || stepId !== wanted || held === '') continue;
      yield held;
      return;
    } else if (path[2] === field && told) {
      if (stepId !== wanted) continue;
      if (last) return;
      yield text;
    } else if (path[2] === field) {
      held += text;
      if (held.length > largestHeld) throw new RangeError('a picture too large to be held');
    }
  }
}
