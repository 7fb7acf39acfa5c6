import { UqudoClient } from './client.js';
import type { UqudoContext, UqudoSessionRef } from './context.js';
import { provenData } from './proof.js';
import { sessionIdOf } from './session-ref.js';

/** The session's result, fetched and proven; null while uqudo has none, or has none any more. */
export async function fetchedResult(
  ctx: UqudoContext,
  ref: UqudoSessionRef,
): Promise<{ readonly data: unknown } | null> {
  const sessionId = sessionIdOf(ref, 'result.collect');
  const token = await new UqudoClient(ctx).result(sessionId);
  return token === null ? null : { data: await provenData(ctx, sessionId, token) };
}
