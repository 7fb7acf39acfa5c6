import { problemKinds } from './catalog.js';
import type { Problem } from './problem.js';

/** An RFC 9457 problem document. */
export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly requestId: string | null;
}

export function problemDocument(problem: Problem, requestId: string | null): ProblemDocument {
  const { status, title } = problemKinds[problem.code];
  const { errors, members } = problem.extras;
  return {
    type: `/docs/errors/${problem.code}`,
    title,
    status,
    detail: problem.detail,
    code: problem.code,
    requestId,
    ...members,
    ...(errors ? { errors } : {}),
  };
}
