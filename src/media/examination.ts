import { createHash } from 'node:crypto';
import { fileTypeFromBuffer } from 'file-type';

/** A picture larger than this is not taken. */
export const largestPictureBytes = 20 * 1024 * 1024;

/** As much of a file's beginning as tells what it is. */
const tellingBytes = 4_100;

/** The types that are taken, and the ending of a file of each. JPEG 2000 is what chips hold. */
export const pictureTypes: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/heic': 'heic',
  'image/heif': 'heif',
  'image/jp2': 'jp2',
};

/** What a picture turned out to be. */
export interface Picture {
  readonly contentType: string;
  readonly bytes: number;
  /** Hex SHA-256. */
  readonly sha256: string;
}

/** The bytes are not what may be kept. */
export class PictureRefusedError extends Error {
  override readonly name = 'PictureRefusedError';

  constructor(readonly reason: 'not_an_image' | 'too_large' | 'checksum_mismatch') {
    super(reason);
  }
}

/** Looks at a picture while it passes: judged by its bytes, whatever its sender says it is. */
export class Examination {
  private readonly hash = createHash('sha256');
  private bytes = 0;
  private contentType: string | null = null;

  /** Passes the bytes on, the first of them once they show a picture. */
  async *through(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    let beginning = Buffer.alloc(0);
    for await (const part of content) {
      this.bytes += part.length;
      if (this.bytes > largestPictureBytes) throw new PictureRefusedError('too_large');
      this.hash.update(part);
      if (this.contentType !== null) {
        yield part;
        continue;
      }
      beginning = Buffer.concat([beginning, part]);
      if (beginning.length < tellingBytes) continue;
      this.contentType = await pictureType(beginning);
      yield beginning;
    }
    if (this.contentType !== null) return;
    this.contentType = await pictureType(beginning);
    yield beginning;
  }

  /** Once all has passed. Throws when it is not what was announced. */
  picture(announcedHash: string | null): Picture {
    if (this.contentType === null) throw new Error('the picture has not passed yet');
    const sha256 = this.hash.digest('hex');
    if (announcedHash !== null && announcedHash.toLowerCase() !== sha256)
      throw new PictureRefusedError('checksum_mismatch');
    return { contentType: this.contentType, bytes: this.bytes, sha256 };
  }
}

async function pictureType(beginning: Uint8Array): Promise<string> {
  const mime = (await fileTypeFromBuffer(beginning))?.mime;
  if (mime === undefined || !Object.hasOwn(pictureTypes, mime)) throw new PictureRefusedError('not_an_image');
  return mime;
}
