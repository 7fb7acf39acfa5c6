import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Problem } from '../problems/problem.js';

/** The one type that is left as it is; what it says of the body is not asked. */
const untouched = 'application/octet-stream';

/** The operation gets its body as the bytes that came in, whatever their type, up to so many. */
export function TakesRawBody(largestBytes: number): MethodDecorator {
  return RouteConfig({ rawBodyBytes: largestBytes });
}

/** Lets raw bodies through to the operations that take them. `admit` is asked before the body is read. */
export function letRawBodiesThrough(
  fastify: FastifyInstance,
  admit: (request: FastifyRequest) => Promise<void>,
): void {
  fastify.addHook('onRoute', (route) => {
    const largest = (route.config as RawBodyConfig | undefined)?.rawBodyBytes;
    if (largest === undefined) return;
    route.bodyLimit = largest;
    route.onRequest = async (request) => {
      await admit(request);
      request.raw.headers['content-type'] = untouched;
    };
  });
  fastify.addContentTypeParser(untouched, { parseAs: 'buffer' }, (request, body, done) => {
    const taken = (request.routeOptions.config as RawBodyConfig).rawBodyBytes !== undefined;
    if (taken) done(null, body);
    else done(new Problem('unsupported_media_type'));
  });
}

interface RawBodyConfig {
  readonly rawBodyBytes?: number;
}
