import type { FastifyReply } from 'fastify';

/** uqudo explains itself only in a 400; every other status is bare. */
export function vendorError(reply: FastifyReply, error: string, message: string): FastifyReply {
  return reply.code(400).send({ error, message });
}
