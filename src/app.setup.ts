import type { IncomingMessage } from 'node:http';
import helmet from '@fastify/helmet';
import type { DynamicModule, NestApplicationOptions } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { IoAdapter } from '@nestjs/platform-socket.io';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ProblemFilter, sendProblem } from './common/http/problem.filter.js';
import { letRawBodiesThrough } from './common/http/raw-body.js';
import { refuseUnreadable } from './common/http/readable-request.js';
import { requestIdOf } from './common/http/request-id.js';
import { validationPipe } from './common/http/validation.pipe.js';
import { Log } from './common/log.js';
import { Problem } from './common/problems/problem.js';
import { followTraces } from './common/trace/current.js';
import { traceRequests } from './common/trace/requests.js';
import { PublicAddress } from './config/public-address.js';
import { useless, type Settings } from './config/settings.js';
import type { CallbackParams } from './following/inbox/callbacks.controller.js';
import { Reception } from './following/inbox/reception.js';
import { serveApiDescription } from './app.openapi.js';

const largestBodyBytes = 256 * 1024;

const readByBrowsers = [
  'x-request-id',
  'idempotent-replayed',
  'retry-after',
  'ratelimit-limit',
  'ratelimit-remaining',
  'ratelimit-reset',
];

/** Builds the whole application, not yet listening. The one set-up for `main` and for tests, so that they cannot differ. */
export async function setUpApp(settings: Settings, module: DynamicModule): Promise<NestFastifyApplication> {
  followTraces();
  const adapter = new FastifyAdapter({
    bodyLimit: largestBodyBytes,
    trustProxy: (_address, hop) => hop < settings.proxies,
    genReqId: (request: IncomingMessage) => requestIdOf(request),
    routerOptions: { maxParamLength: 200 },
    forceCloseConnections: 'idle',
    // An address that cannot be decoded, or names something endless, names nothing.
    frameworkErrors: (_error: unknown, request: FastifyRequest, reply: FastifyReply) =>
      sendProblem(reply.header('x-request-id', request.id), new Problem('not_found'), request.id),
  });
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- NestJS declares its options as a class and takes plain objects
  const options: NestApplicationOptions = {
    // JSON alone is taken, which Fastify reads by itself; and raw bodies, where an operation says so.
    bodyParser: false,
    bufferLogs: true,
    // What stops the start is told by whoever starts, and not by Nest as well with a stack.
    autoFlushLogs: false,
    abortOnError: false,
  };
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, options);
  const log = app.get(Log);
  app.useLogger(log);
  app.flushLogs();
  app.useWebSocketAdapter(new IoAdapter(app));
  app.useGlobalPipes(validationPipe());
  app.useGlobalFilters(new ProblemFilter(log));
  app.enableShutdownHooks();
  // No cookies are used, so a foreign page can do nothing that its own credential does not allow.
  app.enableCors({ origin: '*', exposedHeaders: readByBrowsers });

  await app.register(helmet, {
    contentSecurityPolicy: false,
    crossOriginResourcePolicy: { policy: 'cross-origin' },
  });
  const fastify = adapter.getInstance();
  traceRequests(fastify);
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-request-id', request.id);
    // Much of it is personal or secret, and none of it is to be read later from somewhere else.
    if (request.url.startsWith('/v1/')) void reply.header('cache-control', 'no-store');
    done();
  });
  fastify.removeContentTypeParser('text/plain');
  const reception = app.get(Reception);
  letRawBodiesThrough(fastify, ({ params }) => reception.admit((params as CallbackParams).accountId));
  fastify.addHook('preValidation', (request, _reply, done) => {
    refuseUnreadable(request);
    done();
  });
  fastify.addHook('onSend', (_request, reply, _payload, done) => {
    // Kept open after its last answer, the connection would keep a stopping process alive until it timed out.
    if (!fastify.server.listening) void reply.header('connection', 'close');
    done();
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    log.info('request', {
      requestId: request.id,
      traceId: request.span?.spanContext().traceId,
      method: request.method,
      route: request.routeOptions.url ?? 'unknown',
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
    });
    done();
  });
  serveApiDescription(app);
  await app.init();
  return app;
}

/** Returns the address that the gateway listens on. */
export async function listen(app: NestFastifyApplication, { host, port }: Settings): Promise<string> {
  try {
    await app.listen(port, host);
  } catch (error) {
    throw useless('PORT', 'cannot be listened on', error);
  }
  const url = (await app.getUrl()).replace('[::1]', 'localhost');
  app.get(PublicAddress).listeningAt(url);
  return url;
}
