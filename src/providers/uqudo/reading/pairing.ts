import type { ResultData, Verification } from '../result-data.js';

/**
 * The verification of each document, in the documents' order: by place and type, then by type, then by
 * place alone. None serves two documents, so that a document without one is seen to have none.
 */
export function pairVerifications({ documents, verifications }: ResultData): (Verification | null)[] {
  const free = new Map((verifications ?? []).flatMap((one, at) => (one ? [[at, one] as const] : [])));
  const paired = documents.map((): Verification | null => null);
  const take = (at: number, from: number | undefined) => {
    const found = from === undefined ? undefined : free.get(from);
    if (from === undefined || !found || paired[at]) return;
    paired[at] = found;
    free.delete(from);
  };
  const types = documents.map(({ documentType }) => documentType);
  types.forEach((type, at) => take(at, free.get(at)?.documentType === type ? at : undefined));
  types.forEach((type, at) =>
    take(
      at,
      [...free.keys()].find((from) => free.get(from)?.documentType === type),
    ),
  );
  types.forEach((_, at) => take(at, types.includes(free.get(at)?.documentType ?? '') ? undefined : at));
  return paired;
}
