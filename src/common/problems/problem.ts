import { problemKinds, type ProblemCode } from './catalog.js';

/** What is wrong with one field. `path` is dotted, e.g. `applicant.dateOfBirth`. */
export interface FieldError {
  readonly path: string;
  readonly code: string;
  readonly message: string;
}

export interface ProblemExtras {
  readonly errors?: readonly FieldError[];
  readonly retryAfterSeconds?: number;
  /** Further members of the problem document, e.g. `sessionId`. Nothing personal, nothing secret. */
  readonly members?: Readonly<Record<string, unknown>>;
}

/** A refusal that the caller is told of. The core throws it by code and knows nothing of HTTP. */
export class Problem extends Error {
  override readonly name = 'Problem';

  constructor(
    readonly code: ProblemCode,
    readonly detail: string = problemKinds[code].help,
    readonly extras: ProblemExtras = {},
  ) {
    super(`${code}: ${detail}`);
  }
}

export function invalidField(path: string, code: string, message: string): Problem {
  return new Problem('invalid_request', message, { errors: [{ path, code, message }] });
}
