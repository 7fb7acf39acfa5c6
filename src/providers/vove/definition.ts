import { z } from 'zod';
import { baseUrl } from '../kit/base-url.js';
import type { ProviderDefinition } from '../kit/definition.js';

const origin = baseUrl('http:', 'https:');

/** What may stand in a header or a link as it is. */
const key = z.string().regex(/^[\x21-\x7e]+$/, 'must be visible ASCII without blanks');

/** The scheme's secrets are 24 to 64 bytes in Base64. */
const webhookSecret = z
  .string()
  .regex(
    /^(whsec_)?(?=[^=]{32,86}=*$)([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/,
    'must be the endpoint’s signing secret: whsec_ and Base64',
  );

/** The languages of the hosted page. */
export const languages = ['en', 'fr', 'ar', 'ar-ma'] as const;

const settings = z.strictObject({
  /** The host of the API; the adapter adds the version and the paths. */
  baseUrl: origin,
  hostedUrl: origin.default('https://web.voveid.com'),
  environment: z.enum(['sandbox', 'production']),
  /** For the front end. With it a hosted link is offered beside the token. */
  publicKey: key.optional(),
  pollSeconds: z.int().min(1).max(86_400).optional(),
});

const credentials = z.strictObject({
  apiKey: key,
  webhookSecret: webhookSecret.optional(),
});

const flow = z.strictObject({
  /** A verification flow made in the vendor's dashboard. */
  flowId: z.string().min(1).max(256).optional(),
  /** `required` refuses a start without the applicant's names, which flows other than identity verification need. */
  user: z.enum(['optional', 'required']).optional(),
  /** Language of the hosted page; otherwise the session's locale chooses. */
  language: z.enum(languages).optional(),
  showUI: z.boolean().optional(),
});

export type Settings = z.infer<typeof settings>;
export type Credentials = z.infer<typeof credentials>;
export type Flow = z.infer<typeof flow>;
export type Language = (typeof languages)[number];

export const definition: ProviderDefinition<Settings, Credentials, Flow> = {
  id: 'vove',
  title: 'VOVE ID',
  docsUrl: 'https://docs.voveid.com',
  settings,
  credentials,
  flow,
  capabilities: {
    handoff: 'sdk',
    documentTypes: ['passport', 'identity_card', 'driving_licence', 'residence_permit'],
    chip: false,
    face: true,
    backgroundCheck: true,
    address: true,
    verdict: 'provider',
    oneActiveSessionPerRefId: true,
    renewalReplacesSession: false,
  },
  // No session lifetime is documented; each renewal extends the session, so the gateway's deadline rules.
  timing: { firstPoll: 20, slowestPoll: 60, sessionLifetime: 1_209_600 },
};
