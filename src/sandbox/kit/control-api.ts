import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { CallLog } from './call-log.js';
import type { Disturbances } from './disturbances.js';
import type { SandboxKnobs } from './knobs.js';
import { plays, stages, type SandboxVendor } from './sandbox.js';

/** The sandbox's own address space: everything under it is ours, everything else is the vendor's. */
export const controlPrefix = '/_sandbox';

const playBody = z.strictObject({
  session: z.string(),
  outcome: z.enum(plays),
  until: z.enum(stages).default('end'),
});
const resolveBody = z.strictObject({ session: z.string(), outcome: z.enum(['approved', 'declined']) });
const disturbanceBody = z.strictObject({
  name: z.string(),
  session: z.string().optional(),
  times: z.number().int().positive().optional(),
  probability: z.number().min(0).max(1).optional(),
  value: z.union([z.string(), z.number()]).optional(),
});
const nameBody = z.strictObject({ session: z.string(), name: z.string().min(1) });
const knobsBody = z.strictObject({
  latencyMs: z.number().int().min(0).max(60_000).optional(),
  callbackUrl: z.string().optional(),
});
const callsQuery = z.object({ method: z.string().optional(), route: z.string().optional() });

interface ControlParts {
  readonly vendor: SandboxVendor;
  readonly disturbances: Disturbances;
  readonly calls: CallLog;
  readonly knobs: SandboxKnobs;
}

export function serveControlApi(
  server: FastifyInstance,
  { vendor, disturbances, calls, knobs }: ControlParts,
): void {
  const known = (idOrHandoff: string) => {
    const session = vendor.find(idOrHandoff);
    if (!session) throw Object.assign(new Error('no such session in this sandbox'), { statusCode: 404 });
    return session;
  };

  server.get(controlPrefix, () => ({
    vendor: vendor.vendor,
    plays: vendor.plays,
    disturbances: vendor.disturbances,
    account: vendor.account,
  }));
  server.get(`${controlPrefix}/sessions`, () => ({ data: vendor.sessions() }));
  server.post(`${controlPrefix}/play`, async (request) => {
    const { session, outcome, until } = playBody.parse(request.body);
    if (!vendor.plays.includes(outcome)) {
      throw Object.assign(new Error(`${vendor.vendor} cannot express ${outcome}`), { statusCode: 422 });
    }
    const found = known(session);
    await vendor.play(found, outcome, until);
    return known(found.id);
  });
  server.post(`${controlPrefix}/resolve`, async (request) => {
    const { session, outcome } = resolveBody.parse(request.body);
    const found = known(session);
    await vendor.resolve(found, outcome);
    return known(found.id);
  });
  server.post(`${controlPrefix}/name`, (request, reply) => {
    const { session, name } = nameBody.parse(request.body);
    disturbances.name(known(session).id, name);
    return reply.code(204).send();
  });
  server.get(`${controlPrefix}/disturbances`, () => ({
    known: disturbances.known,
    active: disturbances.list(),
    struck: disturbances.struck(),
  }));
  server.post(`${controlPrefix}/disturbances`, (request, reply) => {
    const rule = disturbanceBody.parse(request.body);
    if (!(rule.name in disturbances.known)) {
      throw Object.assign(new Error(`unknown disturbance ${rule.name}`), { statusCode: 422 });
    }
    disturbances.add(rule.session === undefined ? rule : { ...rule, session: known(rule.session).id });
    return reply.code(201).send({ active: disturbances.list() });
  });
  server.delete(`${controlPrefix}/disturbances`, (_request, reply) => {
    disturbances.clear();
    return reply.code(204).send();
  });
  server.get(`${controlPrefix}/calls`, (request) => {
    const { method, route } = callsQuery.parse(request.query);
    return { data: calls.matching(method, route) };
  });
  server.put(`${controlPrefix}/knobs`, (request) => Object.assign(knobs, knobsBody.parse(request.body)));
  server.post(`${controlPrefix}/reset`, (_request, reply) => {
    disturbances.clear();
    calls.clear();
    vendor.reset();
    return reply.code(204).send();
  });
}
