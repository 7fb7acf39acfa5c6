import type { Readable } from 'node:stream';

/** A picture on its way from the vendor. Whoever opens it reads it to its end or destroys it. */
export interface OpenedMedia {
  /** The bytes as they arrive. Ends with a `ProviderError` when the vendor breaks off or sends too much. */
  readonly content: Readable;
}
