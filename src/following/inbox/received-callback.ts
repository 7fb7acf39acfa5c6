export const callbackStatuses = ['received', 'done', 'unmatched', 'failed'] as const;
export type CallbackStatus = (typeof callbackStatuses)[number];

/** A vendor's webhook that has been verified and written down, without what it said. */
export interface ReceivedCallback {
  readonly id: string;
  readonly tenantId: string;
  readonly accountId: string;
  readonly status: CallbackStatus;
  /** The session that it was about, once found. */
  readonly sessionId: string | null;
  readonly vendorStatus: string | null;
  readonly attempts: number;
  /** Why the newest attempt failed. */
  readonly cause: string | null;
  readonly receivedAt: Date;
  readonly settledAt: Date | null;
}

/** What has been found out about a callback while it was worked on. */
export interface Finding {
  readonly sessionId?: string;
  readonly vendorStatus?: string | null;
  readonly cause: string | null;
}
