import { z } from 'zod';
import { baseUrl } from '../kit/base-url.js';
import { policyBounds } from './policy-bounds.js';

const webUrl = baseUrl('http:', 'https:');
const socketUrl = baseUrl('ws:', 'wss:');

/** One uqudo account. uqudo gives its hosts per account, so none is a constant here. */
export const settings = z.strictObject({
  /** Issues the access tokens. */
  authUrl: webUrl,
  /** Makes the QR sessions. */
  sessionUrl: webUrl,
  /** Tells the steps as they happen. */
  socketUrl,
  /** Gives the signed result, its keys and the pictures. */
  infoUrl: webUrl,
  /** The `iss` that results must bear. */
  issuer: z.string().min(1).default('https://id.uqudo.io'),
  /** Who scans the QR: uqudo's reader app, or an app of your own built on uqudo's SDK. */
  readerApp: z.enum(['uqudo', 'own']).default('uqudo'),
  /** First polling interval in seconds. */
  pollSeconds: z.int().min(1).max(3600).optional(),
  policy: policyBounds.prefault({}),
});

export type UqudoSettings = z.output<typeof settings>;
