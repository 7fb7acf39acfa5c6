import { randomBytes } from 'node:crypto';
import type { onRequestHookHandler } from 'fastify';

export interface VoveAccount {
  readonly apiKey: string;
  /** For the front end: not a secret. */
  readonly publicKey: string;
  readonly webhookSecret: string;
}

export function newAccount(): VoveAccount {
  return {
    apiKey: `sk_sandbox_${randomBytes(18).toString('hex')}`,
    publicKey: `pk_sandbox_${randomBytes(12).toString('hex')}`,
    webhookSecret: newWebhookSecret(),
  };
}

export function newWebhookSecret(): string {
  return `whsec_${randomBytes(24).toString('base64')}`;
}

export function requireApiKey({ apiKey }: VoveAccount): onRequestHookHandler {
  return (request, reply, done) => {
    if (request.headers['x-api-key'] === apiKey) return done();
    void reply.code(401).send({ statusCode: 401, message: 'Unauthorized' });
  };
}
