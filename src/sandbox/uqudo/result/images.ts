import { createHash, randomUUID } from 'node:crypto';
import { picture } from '../../kit/picture.js';
import { numberIn, type Strikes } from '../disturbances.js';

/** The images of one result, by image id. */
export type Images = Map<string, Buffer>;

/** Takes pictures while a result comes into being, and names them in it. */
export class Camera {
  readonly images: Images = new Map();
  private readonly size: number;

  constructor(
    private readonly sessionId: string,
    private readonly strikes: Strikes,
  ) {
    const big = strikes('image_bytes', sessionId);
    this.size = big ? numberIn(big, 1_000_000) : 0;
  }

  photo(): Buffer {
    return picture(randomUUID(), this.size);
  }

  /** `{<key>: id, <key>Checksum: "sha256:…"}` */
  take(key: string): Record<string, string> {
    const id = randomUUID();
    const bytes = this.photo();
    this.images.set(id, bytes);
    if (this.strikes('checksum_absent', this.sessionId)) return { [key]: id };
    const summed = this.strikes('checksum_wrong', this.sessionId) ? 'other bytes' : bytes;
    return { [key]: id, [`${key}Checksum`]: `sha256:${createHash('sha256').update(summed).digest('hex')}` };
  }
}
