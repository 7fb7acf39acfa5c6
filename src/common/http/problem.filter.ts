import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Log } from '../log.js';
import type { ProblemCode } from '../problems/catalog.js';
import { problemDocument } from '../problems/document.js';
import { Problem } from '../problems/problem.js';

/** Turns every failure into a problem document. What is not one of ours becomes `internal` and is logged. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: Log) {}

  catch(error: unknown, host: ArgumentsHost): void {
    if (host.getType() !== 'http') throw error;
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = asProblem(error);
    if (problem.code === 'internal') this.log.problem('request failed', error, { requestId: request.id });
    sendProblem(reply, problem, request.id);
  }
}

export function sendProblem(reply: FastifyReply, problem: Problem, requestId: string): void {
  const document = problemDocument(problem, requestId);
  const { retryAfterSeconds } = problem.extras;
  if (retryAfterSeconds !== undefined) void reply.header('retry-after', String(retryAfterSeconds));
  if (document.status === 401) void reply.header('www-authenticate', 'Bearer');
  void reply.status(document.status).type('application/problem+json').send(JSON.stringify(document));
}

const codeOfStatus: Readonly<Record<number, ProblemCode>> = {
  400: 'invalid_request',
  404: 'not_found',
  413: 'payload_too_large',
  415: 'unsupported_media_type',
};

export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const status =
    error instanceof HttpException
      ? error.getStatus()
      : (error as { statusCode?: unknown } | null)?.statusCode;
  const code = typeof status === 'number' ? codeOfStatus[status] : undefined;
  if (code === 'invalid_request')
    return new Problem(code, 'The request could not be read. Its body must be valid JSON.');
  return new Problem(code ?? 'internal');
}
