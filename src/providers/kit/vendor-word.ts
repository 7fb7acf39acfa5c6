const shape = /^[A-Za-z0-9_.:-]{1,64}$/;

/**
 * A vendor's word as it may stand in the history. Anything that is not plainly one word could be
 * text about the person, and is not repeated.
 */
export function vendorWord(value: string): string {
  return shape.test(value) ? value : 'unreadable';
}
