import type { ProviderSessionRef } from '../kit/start.js';

/** The id is ours, so it is known even where the answer to the start was lost. */
export function vendorSessionId(ref: ProviderSessionRef): string {
  return ref.vendorSessionId ?? ref.request.startId;
}

/** With those whose place it took, for erasure: the person may have begun there. */
export function allSessionIds(ref: ProviderSessionRef): string[] {
  return [...new Set([...formerIds(ref.secrets), vendorSessionId(ref)])];
}

export function withFormer(
  secrets: ProviderSessionRef['secrets'],
  id: string,
): ProviderSessionRef['secrets'] {
  return { ...secrets, formerIds: [...formerIds(secrets), id].join(' ') };
}

function formerIds({ formerIds: ids }: ProviderSessionRef['secrets']): string[] {
  return ids?.split(' ') ?? [];
}
