import type { Images } from './images.js';

/** What a finished flow leaves behind, before it is signed. Times are seconds since 1970, as in a JWS. */
export interface FlowResult {
  readonly data: Record<string, unknown>;
  readonly images: Images;
  readonly issuedAt: number;
  readonly expiresAt: number;
}
