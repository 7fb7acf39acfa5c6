/**
 * What a vendor said when it was asked to forget a session: that nothing is left (`confirmed`), or only that
 * it took the request (`requested`). A vendor that cannot be asked has no `erase`.
 */
export interface Erasure {
  readonly outcome: 'confirmed' | 'requested';
}
