import { randomBytes } from 'node:crypto';
import type { onRequestHookHandler } from 'fastify';

export interface {{Name}}Account {
  readonly apiKey: string;
  readonly webhookSecret: string;
}

export function newAccount(): {{Name}}Account {
  return {
    apiKey: `{{id}}_sandbox_${randomBytes(18).toString('hex')}`,
    webhookSecret: randomBytes(24).toString('hex'),
  };
}

export function requireApiKey({ apiKey }: {{Name}}Account): onRequestHookHandler {
  return (request, reply, done) => {
    if (request.headers.authorization === `Bearer ${apiKey}`) return done();
    void reply.code(401).send({ error: 'unauthorized' });
  };
}
