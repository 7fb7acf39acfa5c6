import type { LoggerService } from '@nestjs/common';
import { pino, type Logger } from 'pino';
import { currentTraceId } from './trace/current.js';

/**
 * The process's log: JSON lines with fields of our choice. Callers pass names, ids, counts and times;
 * addresses, headers, bodies and vendor texts are never passed.
 */
export class Log implements LoggerService {
  private readonly pino: Logger;

  constructor(level: string, destination: NodeJS.WritableStream = process.stdout) {
    this.pino = pino(
      {
        level,
        base: null,
        timestamp: pino.stdTimeFunctions.isoTime,
        mixin: () => ({ traceId: currentTraceId() }),
      },
      destination,
    );
  }

  info(message: string, fields: LogFields = {}): void {
    this.pino.info(fields, message);
  }

  problem(message: string, error: unknown, fields: LogFields = {}): void {
    this.pino.error({ ...fields, ...describeError(error) }, message);
  }

  // What NestJS itself logs.
  log(message: unknown, context?: unknown): void {
    this.pino.debug({ context: String(context) }, String(message));
  }
  warn(message: unknown, context?: unknown): void {
    this.pino.warn({ context: String(context) }, String(message));
  }
  error(message: unknown, _stack?: unknown, context?: unknown): void {
    this.pino.error({ context: String(context) }, String(message));
  }
}

export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

/**
 * The error's kind and where it came from. Its message only when it is one of ours: messages of
 * libraries may quote values, e.g. a database's constraint error the row.
 */
function describeError(error: unknown): LogFields {
  if (!(error instanceof Error)) return { error: typeof error };
  const frames = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at '));
  const own = error.name === 'ProviderError' || error.name === 'Problem';
  const code = (error as { code?: unknown }).code;
  return {
    error: error.name,
    ...(own ? { reason: error.message } : {}),
    ...(typeof code === 'string' ? { code } : {}),
    at: frames
      .slice(0, 6)
      .map((line) => line.trim())
      .join(' | '),
  };
}
