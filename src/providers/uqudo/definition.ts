import type { ProviderDefinition } from '../kit/definition.js';
import { credentials, type UqudoCredentials } from './credentials.js';
import { flow, needsOf, type UqudoFlow } from './flow.js';
import { settings, type UqudoSettings } from './settings.js';

/** uqudo deletes a QR session this long after it was made. */
export const sessionLifetimeSeconds = 1800;

export const definition: ProviderDefinition<UqudoSettings, UqudoCredentials, UqudoFlow> = {
  id: 'uqudo',
  title: 'uqudo',
  docsUrl: 'https://docs.uqudo.com',
  settings,
  credentials,
  flow,
  needs: needsOf,
  capabilities: {
    handoff: 'qr',
    documentTypes: ['passport', 'identity_card', 'driving_licence', 'other'],
    chip: true,
    face: true,
    backgroundCheck: true,
    address: false,
    verdict: 'policy',
    oneActiveSessionPerRefId: false,
    renewalReplacesSession: true,
  },
  timing: { firstPoll: 15, slowestPoll: 60, sessionLifetime: sessionLifetimeSeconds },
};
