import type { Erasure as Row } from '../database/generated/client.js';

/**
 * How far the vendor is. `pending`: not told yet, or told in vain so far. `requested`: it took the request
 * and confirms nothing more. `unsupported`: it cannot be asked. `failed`: in vain for days; still tried.
 */
export type AtProvider = 'pending' | 'confirmed' | 'requested' | 'unsupported' | 'failed';
export type InStorage = 'pending' | 'confirmed';

/** What has become of one session's personal data. Nothing in it is personal. */
export interface ErasureReceipt {
  readonly id: string;
  readonly sessionId: string;
  /** `completed`: there is nothing more that the gateway can do. */
  readonly status: 'pending' | 'completed';
  readonly atProvider: AtProvider;
  readonly inStorage: InStorage;
  readonly requestedAt: Date;
  readonly completedAt: Date | null;
}

export function receiptOf({
  id,
  sessionId,
  atProvider,
  inStorage,
  requestedAt,
  completedAt,
}: Row): ErasureReceipt {
  return {
    id,
    sessionId,
    status: completedAt === null ? 'pending' : 'completed',
    atProvider: atProvider as AtProvider,
    inStorage: inStorage as InStorage,
    requestedAt,
    completedAt,
  };
}

/** The vendor has said all that it will say. */
export function isSettled(atProvider: AtProvider): boolean {
  return atProvider !== 'pending' && atProvider !== 'failed';
}
