import type { Facets } from './facets.js';
import type { SessionStatus } from '../domain/status.js';

/** What sessions are asked for; null: whatever it is. */
export interface SessionFilter extends KindFilter {
  readonly refId: string | null;
  readonly externalId: string | null;
  readonly createdFrom: Date | null;
  readonly createdTo: Date | null;
  /** A session that goes on has no end, and is not meant. */
  readonly endedFrom: Date | null;
  readonly endedTo: Date | null;
  /** Only for the platform's keys. */
  readonly tenantId: string | null;
}

export type KindFilter = { readonly [Name in keyof Omit<Facets, 'status'>]: Facets[Name] | null } & {
  /** Any of these. */
  readonly status: readonly SessionStatus[] | null;
};

export const anySession: SessionFilter = {
  mode: null,
  provider: null,
  status: null,
  outcome: null,
  attempts: null,
  revised: null,
  flow: null,
  refId: null,
  externalId: null,
  createdFrom: null,
  createdTo: null,
  endedFrom: null,
  endedTo: null,
  tenantId: null,
};

const exactly = ['provider', 'outcome', 'attempts', 'revised', 'flow'] as const;

/** Whether more than the mode is asked for of what makes a kind. */
export function namesKind(filter: KindFilter): boolean {
  return filter.status !== null || exactly.some((name) => filter[name] !== null);
}

export function isOfKind(facets: Facets, filter: KindFilter): boolean {
  return (
    (filter.status === null || filter.status.includes(facets.status)) &&
    (filter.mode === null || filter.mode === facets.mode) &&
    exactly.every((name) => filter[name] === null || filter[name] === facets[name])
  );
}
