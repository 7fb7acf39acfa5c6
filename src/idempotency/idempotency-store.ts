import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { KeyRing } from '../common/crypto/key-ring.js';
import type { SealedColumn } from '../common/crypto/sealed-column.js';
import { newId, type IdPrefix } from '../common/ids.js';
import { problemDocument } from '../common/problems/document.js';
import { Problem } from '../common/problems/problem.js';
import { Database, isUniqueViolation, type Unit } from '../database/database.js';
import type { IdempotencyKey } from '../database/generated/client.js';
import { Instances } from '../jobs/instances.js';

export interface Claim {
  /** Whose keys these are: two tenants may use the same key. */
  readonly scope: string;
  readonly key: string;
}

export type Claimed =
  /** `repeated`: an earlier run may have got part of the way before its process died. */
  | { readonly kind: 'run'; readonly resourceId: string; readonly repeated: boolean }
  | { readonly kind: 'replay'; readonly statusCode: number; readonly body: string };

const keptSeconds = 24 * 3600;

/**
 * Who may run a request that carries an `Idempotency-Key`, and what it was answered. The id of the
 * thing to be created is chosen with the claim, so that a repeat after a crash goes on with the same
 * thing. Answers hold secrets (client tokens, new keys) and are kept sealed.
 */
@Injectable()
export class IdempotencyStore {
  constructor(
    private readonly database: Database,
    private readonly instances: Instances,
    private readonly keyRing: KeyRing,
    private readonly clock: Clock,
  ) {}

  /** `request` is all that makes the request what it is. Throws `idempotency_key_reused` and `idempotency_in_progress`. */
  async claim(claim: Claim, request: string, prefix: IdPrefix): Promise<Claimed> {
    const fresh = await this.insert(claim, this.keyRing.fingerprint(request), newId(prefix));
    if (fresh) return { kind: 'run', resourceId: fresh, repeated: false };

    const former = await this.database.client.idempotencyKey.findUnique({ where: { scope_key: claim } });
    if (!former || former.expiresAt <= this.clock.now()) {
      await this.database.client.idempotencyKey.deleteMany({
        where: { ...claim, expiresAt: { lte: this.clock.now() } },
      });
      return this.claim(claim, request, prefix);
    }
    if (!this.keyRing.recognizes(former.requestHash, request)) throw new Problem('idempotency_key_reused');
    if (former.statusCode !== null && former.sealedBody) {
      const body = this.keyRing.open(former.sealedBody, purpose(claim)).toString('utf8');
      return { kind: 'replay', statusCode: former.statusCode, body };
    }
    return this.takeOver(claim, former);
  }

  async answer(claim: Claim, statusCode: number, body: string): Promise<void> {
    const sealedBody = this.seal(claim, body);
    await this.database.client.idempotencyKey.updateMany({
      where: claim,
      data: { statusCode, sealedBody, heldBy: null },
    });
  }

  /** Nothing came of it, so the key may be used again. */
  async release(claim: Claim): Promise<void> {
    await this.database.client.idempotencyKey.deleteMany({
      where: { ...claim, heldBy: this.instances.ownId },
    });
  }

  /**
   * The answers about this thing are kept no longer: whoever repeats such a request is told `instead`.
   * Part of the change that takes the thing itself away.
   */
  async forget(unit: Unit, resourceId: string, instead: Problem): Promise<void> {
    const rows = await unit.tx.idempotencyKey.findMany({
      where: { resourceId },
      select: { scope: true, key: true },
    });
    const document = problemDocument(instead, null);
    for (const claim of rows) {
      const data = {
        statusCode: document.status,
        sealedBody: this.seal(claim, JSON.stringify(document)),
        heldBy: null,
      };
      await unit.tx.idempotencyKey.update({ where: { scope_key: claim }, data });
    }
  }

  async forgetOld(): Promise<void> {
    await this.database.client.idempotencyKey.deleteMany({ where: { expiresAt: { lte: this.clock.now() } } });
  }

  private async insert(claim: Claim, requestHash: string, resourceId: string): Promise<string | null> {
    const data = {
      ...claim,
      requestHash,
      resourceId,
      heldBy: this.instances.ownId,
      createdAt: this.clock.now(),
      expiresAt: this.clock.in(keptSeconds),
    };
    try {
      await this.database.client.idempotencyKey.create({ data, select: { key: true } });
      return resourceId;
    } catch (error) {
      if (isUniqueViolation(error)) return null;
      throw error;
    }
  }

  private seal(claim: Claim, body: string): Uint8Array<ArrayBuffer> {
    return this.keyRing.seal(Buffer.from(body), purpose(claim));
  }

  private async takeOver(claim: Claim, { heldBy, resourceId }: IdempotencyKey): Promise<Claimed> {
    if (heldBy !== null && (await this.instances.isAlive(heldBy)))
      throw new Problem('idempotency_in_progress');
    const { count } = await this.database.client.idempotencyKey.updateMany({
      where: { ...claim, heldBy },
      data: { heldBy: this.instances.ownId },
    });
    if (count === 0) throw new Problem('idempotency_in_progress');
    return { kind: 'run', resourceId, repeated: true };
  }
}

export const sealedAnswers: SealedColumn = {
  table: 'idempotency_keys',
  column: 'sealed_body',
  key: ['scope', 'key'],
  purpose: (scope = '', key = '') => purpose({ scope, key }),
};

function purpose({ scope, key }: Claim): string {
  return `idempotency:${scope}:${key}`;
}
