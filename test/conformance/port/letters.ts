import type { CallbackRequest } from '../../../src/providers/kit/callback.js';
import type { ReceivedLetter } from '../../../src/sandbox/kit/testing/letterbox.js';
import { eventually } from '../../harness/eventually.js';
import type { Played } from '../played.js';
import { contextFor, type VendorUnderTest } from './vendor-under-test.js';

/** Vendors' webhooks name the session, or only the person. */
export interface LetterSubject {
  readonly vendorSessionId: string | null;
  readonly refId: string;
}

/** How many bytes of a webhook are tried, spread over the whole of it. */
const alteredPlaces = 24;

/** The webhooks so far about one session; waits for the first. */
export async function lettersAbout(
  vendor: VendorUnderTest,
  { letters }: Pick<Played, 'letters'>,
  subject: LetterSubject,
): Promise<[CallbackRequest, ...CallbackRequest[]]> {
  const isAboutIt = async (letter: CallbackRequest) => {
    const notice = await vendor.provider.readCallback?.(contextFor(vendor), letter);
    if (!notice) return false;
    return 'refId' in notice.about
      ? notice.about.refId === subject.refId
      : notice.about.vendorSessionId.toLowerCase() === subject.vendorSessionId?.toLowerCase();
  };
  const found = await eventually(
    async () => {
      const all = (await letters()).map(asRequest);
      const about = await Promise.all(all.map(isAboutIt));
      return all.filter((_, at) => about[at]);
    },
    (about) => about.length > 0,
  );
  return found as [CallbackRequest, ...CallbackRequest[]];
}

/** Copies of the letter, each with another byte altered. */
export function alteredOnce(letter: CallbackRequest): CallbackRequest[] {
  const { length } = letter.body;
  const places = Array.from({ length: alteredPlaces }, (_, at) => Math.floor((at * length) / alteredPlaces));
  return places.map((place) => {
    const body = Uint8Array.from(letter.body);
    body[place] = body[place] === 0x7e ? 0x7f : 0x7e;
    return { ...letter, body };
  });
}

function asRequest({ headers, raw }: ReceivedLetter): CallbackRequest {
  const flat = Object.entries(headers).map(([name, value]) => [name, String(value)]);
  return { headers: Object.fromEntries(flat) as Record<string, string>, body: Buffer.from(raw, 'utf8') };
}
