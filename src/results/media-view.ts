import type { Media } from '../database/generated/client.js';

/** Pictures as the API shows them. */

export function captured(media: readonly Media[]): Media[] {
  return media.filter(({ status }) => status === 'captured');
}

export function mediaView({ id, kind, contentType, bytes, sha256 }: Media) {
  return { id, kind, contentType, bytes, sha256 };
}

/** What there is, how much is still to come, and what could not be had. */
export function mediaListView(media: readonly Media[]) {
  return {
    data: captured(media).map(mediaView),
    pending: media.filter(({ status }) => status === 'wanted').length,
    missing: media.filter(({ status }) => status === 'missing').map(({ kind, cause }) => ({ kind, cause })),
  };
}
