import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { UqudoAccount } from './account.js';
import type { AccessTokens } from './tokens.js';
import { vendorError } from './vendor-error.js';

const form = 'application/x-www-form-urlencoded';

const credentials = z.object({
  grant_type: z.literal('client_credentials'),
  client_id: z.string(),
  client_secret: z.string(),
});

export function serveTokenApi(server: FastifyInstance, account: UqudoAccount, tokens: AccessTokens): void {
  server.addContentTypeParser(form, { parseAs: 'string' }, (_request, body, done) => {
    done(null, Object.fromEntries(new URLSearchParams(body.toString())));
  });

  server.post('/api/oauth/token', (request, reply) => {
    if (!request.headers['content-type']?.startsWith(form)) return reply.code(415).send();
    const given = credentials.safeParse(request.body);
    if (!given.success) return vendorError(reply, 'INVALID_INPUT', 'a client_credentials grant is expected');
    const { client_id, client_secret } = given.data;
    if (client_id !== account.clientId || client_secret !== account.clientSecret)
      return reply.code(401).send();
    return reply.send(tokens.issue());
  });
}
