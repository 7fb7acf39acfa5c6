import { randomUUID } from 'node:crypto';
import type { RoutingFacts } from '../routing/choose.js';
import type { Session } from '../sessions/domain/session.js';
import { defaultFlow } from '../tenants/flows.js';
import type { PreviewRequestDto } from './routing.dto.js';

export interface Previewable {
  readonly sessionId: string | null;
  readonly facts: RoutingFacts;
}

export function factsOfRequest(request: PreviewRequestDto): Previewable {
  const { flow = defaultFlow, provider, country, documentType, metadata = {} } = request;
  const refId = request.refId ?? randomUUID();
  const facts = { refId, flow, country: country ?? null, documentType: documentType ?? null, metadata };
  return { sessionId: null, facts: { ...facts, pin: provider ?? null } };
}

/** As the session was asked for. */
export function factsOfSession(session: Session): Previewable {
  const { id, refId, flow, country, documentType, metadata, routing } = session;
  const { pinned, candidates } = routing.former?.[0] ?? routing;
  const pin = pinned ? (candidates[0]?.provider ?? null) : null;
  return { sessionId: id, facts: { refId, flow, country, documentType, metadata, pin } };
}
