import { setTimeout as delay } from 'node:timers/promises';
import { fastify, type FastifyInstance } from 'fastify';
import { ZodError } from 'zod';
import { CallLog } from './call-log.js';
import { controlPrefix, serveControlApi } from './control-api.js';
import { Disturbances, type KnownDisturbances } from './disturbances.js';
import type { SandboxKnobs } from './knobs.js';
import type { Sandbox, SandboxOptions, SandboxVendor } from './sandbox.js';

/** What a vendor's part is given to build on. */
export interface SandboxParts {
  readonly server: FastifyInstance;
  readonly disturbances: Disturbances;
  readonly knobs: SandboxKnobs;
  /** The sandbox's own address; known once it listens. */
  readonly url: () => string;
}

/** Starts a vendor's server with the control API beside it. */
export async function startSandboxServer(
  options: SandboxOptions,
  disturbances: KnownDisturbances,
  build: (parts: SandboxParts) => SandboxVendor | Promise<SandboxVendor>,
): Promise<Sandbox> {
  const server = fastify({
    bodyLimit: 16 * 1024 * 1024,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 4096 },
  });
  const knobs: SandboxKnobs = {
    latencyMs: options.latencyMs ?? 0,
    ...(options.callbackUrl === undefined ? {} : { callbackUrl: options.callbackUrl }),
  };
  const calls = new CallLog();
  const dice = new Disturbances(disturbances, options.seed ?? 1);
  let url = '';

  server.addHook('onRequest', async (request) => {
    if (!request.url.startsWith(controlPrefix) && knobs.latencyMs > 0) await delay(knobs.latencyMs);
  });
  server.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unknown';
    if (!route.startsWith(controlPrefix)) {
      calls.add({ at: new Date().toISOString(), method: request.method, route, status: reply.statusCode });
    }
    done();
  });
  server.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    const status = error instanceof ZodError ? 400 : (error.statusCode ?? 500);
    return reply.code(status).send({ error: error.name, message: error.message });
  });

  const vendor = await build({ server, disturbances: dice, knobs, url: () => url });
  dice.rollBy(() => vendor.sessions().map(({ id }) => id));
  serveControlApi(server, { vendor, disturbances: dice, calls, knobs });
  url = await server.listen({ port: options.port ?? 0, host: options.host ?? '127.0.0.1' });
  return {
    vendor: vendor.vendor,
    url,
    get account() {
      return vendor.account;
    },
    close: () => server.close(),
  };
}
