import { Injectable } from '@nestjs/common';
import { KeyRing } from '../common/crypto/key-ring.js';
import type { SealedColumn } from '../common/crypto/sealed-column.js';
import type { ProviderSessionRef } from '../providers/kit/start.js';
import type { Session } from '../sessions/domain/session.js';
import { hasEnded } from '../sessions/domain/status.js';
import { SessionVault, type FormerTurn } from '../sessions/session-vault.js';

/** What the vendor has to be told once the session's own data key is gone. */
export interface VendorTrace extends FormerTurn {
  /** False: no vendor has answered its start, so that there may be nothing at all. */
  readonly started: boolean;
  /** It goes on at the vendor, and has to be given up there as well. */
  readonly open: boolean;
  /** The vendors that the session has left, who may still hold something of it. */
  readonly former: readonly FormerTurn[];
}

/** Keeps the way to the vendor's copy for as long as it takes to have it erased, and no value of the person. */
@Injectable()
export class VendorTraces {
  constructor(
    private readonly vault: SessionVault,
    private readonly keyRing: KeyRing,
  ) {}

  /** Throws `session_erased` when there is no way any more. */
  async of(session: Session): Promise<VendorTrace> {
    const { id, provider, accountId, vendorSessionId, startedAt } = session;
    const { request, handoff, former } = await this.vault.open(id, 'request', 'handoff', 'former');
    if (!request) throw new Error(`session ${id} without its request`);
    const ref = impersonal({ vendorSessionId, secrets: handoff?.secrets ?? {}, startedAt, request });
    return {
      provider,
      accountId,
      started: handoff !== null,
      open: !hasEnded(session.status),
      ref,
      former: (former ?? []).map((turn) => ({ ...turn, ref: impersonal(turn.ref) })),
    };
  }

  seal(erasureId: string, trace: VendorTrace): Uint8Array<ArrayBuffer> {
    return this.keyRing.seal(Buffer.from(JSON.stringify(trace)), purpose(erasureId));
  }

  open(erasureId: string, sealed: Uint8Array): VendorTrace {
    const json = this.keyRing.open(sealed, purpose(erasureId)).toString('utf8');
    // Those that were sealed before sessions could be rerouted know of none.
    const { former = [], ...trace } = JSON.parse(json) as Omit<VendorTrace, 'former'> & Partial<VendorTrace>;
    return { ...revived(trace), former: former.map(revived) };
  }
}

/** JSON keeps times as text. */
function revived<T extends FormerTurn>(trace: T): T {
  return { ...trace, ref: { ...trace.ref, startedAt: new Date(trace.ref.startedAt) } };
}

function impersonal({ request, ...ref }: ProviderSessionRef): ProviderSessionRef {
  return { ...ref, request: { ...request, applicant: null, externalId: null, returnUrl: null } };
}

export const sealedTraces: SealedColumn = {
  table: 'erasures',
  column: 'sealed_ref',
  key: ['id'],
  purpose,
};

function purpose(erasureId: string): string {
  return `erasure:${erasureId}:ref`;
}
