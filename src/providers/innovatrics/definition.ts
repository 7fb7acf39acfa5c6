import { z } from 'zod';
import { baseUrl } from '../kit/base-url.js';
import type { ProviderDefinition } from '../kit/definition.js';

const origin = baseUrl('http:', 'https:');

const settings = z.strictObject({
  /** The host of this deployment; the adapter adds the vendor's paths. */
  baseUrl: origin,
  theme: z.string().min(1).max(100).optional(),
  /** Where people land whose app names no address. */
  returnUrl: z.url({ protocol: /^https?$/ }).optional(),
  /** How long the vendor keeps an unfinished session. */
  sessionHours: z.int().min(1).max(8760).default(336),
  /** How long the link works when the vendor does not tell. */
  enrolmentMinutes: z.int().min(1).max(1440).default(60),
  pollSeconds: z.int().min(1).max(86_400).optional(),
});

const credentials = z.strictObject({
  // A colon would move the border between name and password (RFC 7617).
  username: z.string().regex(/^[^:]+$/, 'must not be empty or hold a colon'),
  password: z.string().min(1),
});

const flow = z.strictObject({
  webEnrolmentTheme: z.string().min(1).max(100).optional(),
  skipIntegrityCheck: z.boolean().optional(),
  /** The vendor's own language code, e.g. `fr-FR`; otherwise the session's locale chooses. */
  lang: z
    .string()
    .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'must be a language code, e.g. fr-FR')
    .optional(),
  iframe: z.boolean().optional(),
  crossDevice: z.boolean().optional(),
  onlyMobile: z.boolean().optional(),
});

export type Settings = z.infer<typeof settings>;
export type Credentials = z.infer<typeof credentials>;
export type Flow = z.infer<typeof flow>;

export const definition: ProviderDefinition<Settings, Credentials, Flow> = {
  id: 'innovatrics',
  title: 'Innovatrics web enrolment',
  docsUrl: 'https://demo.trustmatic.io/documentation/',
  settings,
  credentials,
  flow,
  capabilities: {
    handoff: 'redirect',
    documentTypes: ['passport', 'identity_card', 'driving_licence', 'residence_permit'],
    chip: false,
    face: true,
    backgroundCheck: false,
    address: false,
    verdict: 'provider',
    oneActiveSessionPerRefId: false,
    renewalReplacesSession: false,
  },
  // The vendor asks to be polled about once a minute and keeps sessions for 14 days.
  timing: { firstPoll: 20, slowestPoll: 60, sessionLifetime: 1_209_600 },
};
