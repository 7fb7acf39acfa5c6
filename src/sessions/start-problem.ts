import type { ProblemCode } from '../common/problems/catalog.js';
import { Problem } from '../common/problems/problem.js';
import { ProviderError } from '../providers/kit/errors.js';
import type { Attempt, FailedStart } from './domain/session.js';

/** The problem that an attempt is told as. */
export const problemOf: Readonly<Record<FailedStart, ProblemCode>> = {
  rejected: 'provider_rejected',
  malformed: 'provider_malformed',
  unavailable: 'provider_unavailable',
  timeout: 'provider_timeout',
};

export function outcomeOf(error: unknown): FailedStart {
  if (!(error instanceof ProviderError)) return 'malformed';
  switch (error.failure) {
    case 'rejected':
    case 'unauthorized':
    case 'not_found':
    case 'not_ready':
      return 'rejected';
    case 'malformed':
    case 'untrusted':
      return 'malformed';
    case 'throttled':
    case 'unavailable':
    case 'ambiguous':
      return error.details.cause === 'timeout' ? 'timeout' : 'unavailable';
  }
}

/** For a call to the vendor other than a start. */
export function problemOfFailure(error: ProviderError, sessionId: string): Problem {
  return new Problem(problemOf[outcomeOf(error)], undefined, { members: { sessionId } });
}

/** The last attempt gives the answer its code; the body names them all. */
export function startProblem(sessionId: string, attempts: readonly Attempt[]): Problem {
  const last = attempts.at(-1)?.outcome ?? 'unavailable';
  const code = problemOf[last === 'started' ? 'unavailable' : last];
  return new Problem(code, undefined, { members: { sessionId, attempts } });
}
