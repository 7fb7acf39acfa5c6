/** What a picture is sealed for: it opens as no other. */
export function purposeOf(mediaId: string): string {
  return `media:${mediaId}`;
}
