import { ProviderError } from '../kit/errors.js';
import type { Applicant, StartRequest } from '../kit/start.js';
import type { Flow } from './definition.js';

/** The body of a session's creation. What is undefined is not sent. */
export interface SessionRequest {
  readonly refId: string;
  readonly flowId: string | undefined;
  readonly user: DeclaredUser | undefined;
  readonly forceCreation: boolean;
}

/** Documented: the names. The others are inferred. */
type DeclaredUser = Pick<Applicant, 'firstName' | 'lastName' | 'gender' | 'dateOfBirth' | 'email'>;

export function sessionRequest(request: StartRequest<Flow>, forceCreation: boolean): SessionRequest {
  const { flow, applicant, refId } = request;
  if (flow.user === 'required' && !(applicant?.firstName && applicant.lastName)) {
    throw new ProviderError('rejected', { operation: 'session.create', cause: 'applicant names missing' });
  }
  return { refId, flowId: flow.flowId, user: applicant ? declaredUser(applicant) : undefined, forceCreation };
}

function declaredUser(applicant: Applicant): DeclaredUser | undefined {
  const names = ['firstName', 'lastName', 'gender', 'dateOfBirth', 'email'] as const;
  const given = names.flatMap((name) => (applicant[name] ? [[name, applicant[name]] as const] : []));
  return given.length === 0 ? undefined : Object.fromEntries(given);
}
