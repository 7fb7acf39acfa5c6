export const statuses = [
  'created',
  'pending',
  'in_progress',
  'processing',
  'in_review',
  'approved',
  'declined',
  'expired',
  'cancelled',
  'failed',
] as const;
export type SessionStatus = (typeof statuses)[number];

/**
 * Where a session may go from where it is. Two kinds of arrow are left out on purpose: back (a late
 * signal never undoes progress), and out of `cancelled` (what the app has given up stays given up).
 * From the other ends only a new verdict leads on, as a revision of the decision.
 */
export const transitions: Readonly<Record<SessionStatus, readonly SessionStatus[]>> = {
  created: ['pending', 'failed', 'cancelled', 'expired'],
  pending: [
    'in_progress',
    'processing',
    'in_review',
    'approved',
    'declined',
    'expired',
    'cancelled',
    'failed',
  ],
  in_progress: ['processing', 'in_review', 'approved', 'declined', 'expired', 'cancelled', 'failed'],
  processing: ['in_review', 'approved', 'declined', 'expired', 'cancelled', 'failed'],
  in_review: ['approved', 'declined', 'expired', 'cancelled', 'failed'],
  approved: ['declined', 'in_review'],
  declined: ['approved', 'in_review'],
  expired: ['approved', 'declined', 'in_review'],
  failed: ['approved', 'declined', 'in_review'],
  cancelled: [],
};

export const endStatuses = [
  'approved',
  'declined',
  'expired',
  'cancelled',
  'failed',
] as const satisfies SessionStatus[];

export function hasEnded(status: SessionStatus): boolean {
  return (endStatuses as readonly SessionStatus[]).includes(status);
}

export function mayGo(from: SessionStatus, to: SessionStatus): boolean {
  return transitions[from].includes(to);
}
