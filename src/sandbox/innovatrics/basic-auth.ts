import { randomBytes } from 'node:crypto';
import type { onRequestHookHandler } from 'fastify';

export interface ApiUser {
  readonly username: string;
  readonly password: string;
}

/** The password has a letter outside ASCII, and the pair's length makes Base64 end in padding: both must come right. */
export function newApiUser(): ApiUser {
  return {
    username: `sandbox-${randomBytes(4).toString('hex')}`,
    password: `${randomBytes(12).toString('hex')}é`,
  };
}

export function requireBasicAuth({ username, password }: ApiUser): onRequestHookHandler {
  const expected = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  return (request, reply, done) => {
    if (request.headers.authorization === expected) return done();
    void reply.code(401).header('www-authenticate', 'Basic').send({ error: 'Unauthorized' });
  };
}
