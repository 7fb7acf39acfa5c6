/** A vendor's webhook as it came in. */
export interface CallbackRequest {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body's raw bytes: signatures are over these, never over what a parser made of them. */
  readonly body: Uint8Array;
}

/** A webhook that is proven to be the vendor's. */
export interface VerifiedCallback {
  /** The same for each repeat of one delivery, another one for every other: repeats are taken once. */
  readonly deliveryId: string;
}

/**
 * What a verified webhook says. It is a hint that there is news: vendors repeat, lose and reorder webhooks,
 * so the gateway asks the vendor before anything changes.
 */
export interface CallbackNotice {
  readonly about: { readonly vendorSessionId: string } | { readonly refId: string };
  /** The vendor's own word, where it has one. */
  readonly vendorStatus: string | null;
  /** `news` of the session, or a `remark` on something beside it, which is only written into the history. */
  readonly kind: 'news' | 'remark';
}
