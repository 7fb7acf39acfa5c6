import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { delays, type Disturbances } from './disturbances.js';

/** What can go wrong with any call of any vendor. */
export const wireDisturbances = delays({
  unauthorized: 'the call is refused with 401',
  not_found: 'the call is answered with 404',
  throttled: 'the call is refused with 429; value: seconds in Retry-After, default 1',
  server_error: 'the call fails before anything is done; value: the status, default 500',
  slow: 'the answer comes late; value: milliseconds, default 1000',
  malformed: 'the answer is broken JSON; value: half (default) or comma',
  connection_reset: 'the connection is destroyed before anything is done',
  extra_keys: 'the answer carries keys that nobody has documented',
});

interface WireTrouble {
  readonly disturbances: Disturbances;
  /** Only addresses beginning with this are calls of the vendor's API. */
  readonly under: string;
  readonly sessionOf: (request: FastifyRequest) => string | undefined;
}

/** Lets the general disturbances strike; call it before the vendor's routes are added. */
export function troubleTheWire(
  server: FastifyInstance,
  { disturbances, under, sessionOf }: WireTrouble,
): void {
  const strikes = (name: keyof typeof wireDisturbances, request: FastifyRequest) =>
    request.url.startsWith(under) ? disturbances.strikes(name, sessionOf(request)) : undefined;

  server.addHook('preHandler', async (request, reply) => {
    const slow = strikes('slow', request);
    if (slow) await delay(Number(slow.value ?? 1000), undefined, { ref: false });
    if (strikes('connection_reset', request)) return dropConnection(reply);
    if (strikes('unauthorized', request)) return refuse(reply, 401, 'Unauthorized');
    if (strikes('not_found', request)) return refuse(reply, 404, 'Not Found');
    const throttled = strikes('throttled', request);
    if (throttled) {
      return refuse(reply.header('retry-after', String(throttled.value ?? 1)), 429, 'Too Many Requests');
    }
    const failed = strikes('server_error', request);
    if (failed) return refuse(reply, Number(failed.value ?? 500), 'Internal Server Error');
    return undefined;
  });
  server.addHook('preSerialization', async (request, reply, payload) =>
    reply.statusCode < 300 && strikes('extra_keys', request) ? withExtraKeys(payload) : payload,
  );
  server.addHook('onSend', async (request, reply, payload) => {
    const json = String(reply.getHeader('content-type')).startsWith('application/json');
    if (!json || typeof payload !== 'string' || reply.statusCode >= 300) return payload;
    const malformed = strikes('malformed', request);
    return malformed ? broken(payload, malformed.value === 'comma') : payload;
  });
}

/** The work is done, the answer never arrives. */
export function dropConnection(reply: FastifyReply): FastifyReply {
  reply.hijack();
  reply.raw.socket?.destroy();
  return reply;
}

/** Half of the answer arrives. */
export function breakOff(reply: FastifyReply, body: string | Buffer): FastifyReply {
  reply.hijack();
  reply.raw.writeHead(200, { 'content-length': Buffer.byteLength(body) });
  reply.raw.write(body.slice(0, Math.ceil(body.length / 2)), () => reply.raw.destroy());
  return reply;
}

export function withExtraKeys(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  return { ...body, xTraceRef: 'sandbox', newInThisRelease: { list: [1, null, 'two'], flag: true } };
}

function refuse(reply: FastifyReply, status: number, message: string): FastifyReply {
  return reply.code(status).send({ error: message, message: 'a disturbance of the sandbox' });
}

function broken(json: string, comma: boolean): string {
  return comma && json.includes(',"') ? json.replace(',"', '"') : json.slice(0, Math.ceil(json.length / 2));
}
