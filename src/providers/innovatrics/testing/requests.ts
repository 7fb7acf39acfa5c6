import type { ProviderSessionRef, StartRequest } from '../../kit/start.js';
import type { Flow } from '../definition.js';

export const request: StartRequest<Flow> = {
  startId: '5f0c2b3a-7d41-4a6e-9c58-1b2d3e4f5a60',
  repeated: false,
  refId: 'user-42',
  externalId: null,
  forceCreation: false,
  applicant: null,
  returnUrl: null,
  locale: null,
  country: null,
  documentType: null,
  flow: {},
};

export function refTo(vendorSessionId: string | null): ProviderSessionRef<Flow> {
  return { vendorSessionId, secrets: {}, startedAt: new Date('2026-03-01T10:00:00Z'), request };
}
