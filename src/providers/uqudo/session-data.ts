import type { StartRequest } from '../kit/start.js';
import { vendorTypeFor } from './document-kinds.js';
import type { AskedDocument, AskedFace, UqudoFlow } from './flow.js';
import type { UqudoSettings } from './settings.js';

/** What a session asks of the person. The policy compares the result with it. */
export interface SessionData extends Pick<UqudoFlow, 'generalConfig' | 'backgroundCheck'> {
  readonly documents: readonly AskedDocument[];
  readonly facialRecognition: AskedFace;
}

export function sessionData(request: StartRequest<UqudoFlow>): SessionData {
  const { flow, documentType, country } = request;
  return {
    ...flow,
    documents: flow.documents ?? [{ documentType: vendorTypeFor(documentType, country) }],
    facialRecognition: flow.facialRecognition ?? { enabled: true },
  };
}

/** uqudo's reader app reads Base64 of JSON; to an app of one's own the data is opaque and goes as JSON. */
export function encodeSessionData(data: SessionData, readerApp: UqudoSettings['readerApp']): string {
  const json = JSON.stringify(data);
  return readerApp === 'uqudo' ? Buffer.from(json, 'utf8').toString('base64') : json;
}
