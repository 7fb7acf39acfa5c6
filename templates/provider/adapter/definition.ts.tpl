import { z } from 'zod';
import { baseUrl } from '{{kit}}/base-url.js';
import type { ProviderDefinition } from '{{kit}}/definition.js';

const settings = z.strictObject({
  /** The host of the API; the adapter adds the paths. */
  baseUrl: baseUrl('http:', 'https:'),
  pollSeconds: z.int().min(1).max(86_400).optional(),
});

const credentials = z.strictObject({
  apiKey: z.string().regex(/^[\x21-\x7e]+$/, 'must be visible ASCII without blanks'),
  /** Without it every webhook is refused, and polling does the work. */
  webhookSecret: z.string().min(1).optional(),
});

const flow = z.strictObject({
  /** A workflow made in the vendor's dashboard. */
  workflow: z.string().min(1).max(256).optional(),
});

export type Settings = z.infer<typeof settings>;
export type Credentials = z.infer<typeof credentials>;
export type Flow = z.infer<typeof flow>;

export const definition: ProviderDefinition<Settings, Credentials, Flow> = {
  id: '{{id}}',
  title: '{{title}}',
  docsUrl: 'https://{{id}}.example/docs',
  settings,
  credentials,
  flow,
  capabilities: {
    handoff: 'redirect',
    documentTypes: ['passport', 'identity_card'],
    chip: false,
    face: true,
    backgroundCheck: false,
    address: false,
    verdict: 'provider',
    oneActiveSessionPerRefId: false,
    renewalReplacesSession: false,
  },
  timing: { firstPoll: 10, slowestPoll: 60, sessionLifetime: 86_400 },
};
