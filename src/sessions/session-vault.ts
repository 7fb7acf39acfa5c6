import { Injectable } from '@nestjs/common';
import { KeyRing, type DataKey } from '../common/crypto/key-ring.js';
import type { SealedColumn } from '../common/crypto/sealed-column.js';
import { openJson, sealJson } from '../common/crypto/sealed-box.js';
import { Problem } from '../common/problems/problem.js';
import { Database } from '../database/database.js';
import type { ProviderFindings } from '../providers/kit/findings.js';
import type { Handoff, ProviderSessionRef, StartRequest } from '../providers/kit/start.js';

/** What is sealed with a session's own data key, by part. */
export interface SealedParts {
  /** What the app asked for: the applicant's data is in it. */
  readonly request: StartRequest;
  /** How the person gets to the vendor, and the adapter's own secrets. */
  readonly handoff: { readonly handoff: Handoff; readonly secrets: Readonly<Record<string, string>> };
  readonly result: ProviderFindings;
  /** The vendor sessions that it has left for another provider, oldest first. */
  readonly former: readonly FormerTurn[];
}

export interface FormerTurn {
  readonly provider: string;
  readonly accountId: string;
  readonly ref: ProviderSessionRef;
}

export type Part = keyof SealedParts;

const columns = {
  request: 'sealedRequest',
  handoff: 'sealedHandoff',
  result: 'sealedResult',
  former: 'sealedFormer',
} as const;
type Column = (typeof columns)[Part];

/** The columns to write. */
export type SealedColumns = Partial<Record<Column, Uint8Array<ArrayBuffer> | null>>;

const sealedParts = {
  sealedRequest: true,
  sealedHandoff: true,
  sealedResult: true,
  sealedFormer: true,
} as const satisfies Record<Column, true>;

/** What erases a session: its data key goes, and all that was sealed with it. */
export const nothingSealed = {
  dataKey: null,
  sealedRequest: null,
  sealedHandoff: null,
  sealedResult: null,
  sealedFormer: null,
} as const;

/** Seals and opens what is personal or secret about sessions. Destroying a session's data key erases all of it. */
@Injectable()
export class SessionVault {
  constructor(
    private readonly keyRing: KeyRing,
    private readonly database: Database,
  ) {}

  newKey(sessionId: string): DataKey {
    return this.keyRing.newDataKey(keyPurpose(sessionId));
  }

  seal<P extends Part>(key: Uint8Array, sessionId: string, part: P, value: SealedParts[P]): SealedColumns {
    return { [columns[part]]: sealJson(key, value, purpose(sessionId, part)) };
  }

  /** The session's data key. Throws `session_erased` once that is destroyed. */
  async key(sessionId: string): Promise<Uint8Array> {
    const row = await this.database.client.session.findUniqueOrThrow({
      where: { id: sessionId },
      select: { dataKey: true },
    });
    if (!row.dataKey) throw new Problem('session_erased');
    return this.keyRing.open(row.dataKey, keyPurpose(sessionId));
  }

  /** The hand-offs of several sessions at once, by session. */
  async handoffs(sessionIds: readonly string[]): Promise<Map<string, Handoff>> {
    if (sessionIds.length === 0) return new Map();
    const rows = await this.database.client.session.findMany({
      where: { id: { in: [...sessionIds] } },
      select: { id: true, dataKey: true, sealedHandoff: true },
    });
    const opened = rows.flatMap(({ id, dataKey, sealedHandoff }) => {
      if (!dataKey || !sealedHandoff) return [];
      const key = this.keyRing.open(dataKey, keyPurpose(id));
      const kept = revive('handoff', openJson(key, sealedHandoff, purpose(id, 'handoff')));
      return [[id, (kept as SealedParts['handoff']).handoff] as const];
    });
    return new Map(opened);
  }

  /** The asked parts, null where there is nothing yet. */
  async open<P extends Part>(sessionId: string, ...parts: P[]): Promise<{ [K in P]: SealedParts[K] | null }> {
    const select = { dataKey: true, ...sealedParts };
    const row = await this.database.client.session.findUniqueOrThrow({ where: { id: sessionId }, select });
    if (!row.dataKey) throw new Problem('session_erased');
    const key = this.keyRing.open(row.dataKey, keyPurpose(sessionId));
    const opened = parts.map((part) => {
      const sealed = row[columns[part]];
      return [part, sealed && revive(part, openJson(key, sealed, purpose(sessionId, part)))];
    });
    return Object.fromEntries(opened) as { [K in P]: SealedParts[K] | null };
  }
}

export const sealedDataKeys: SealedColumn = {
  table: 'sessions',
  column: 'data_key',
  key: ['id'],
  purpose: keyPurpose,
};

function keyPurpose(sessionId: string): string {
  return `session:${sessionId}:data-key`;
}

function purpose(sessionId: string, part: Part): string {
  return `session:${sessionId}:${part}`;
}

/** JSON keeps times as text. */
function revive(part: Part, value: unknown): unknown {
  switch (part) {
    case 'handoff': {
      const kept = value as { handoff: { expiresAt: string } };
      return { ...kept, handoff: { ...kept.handoff, expiresAt: new Date(kept.handoff.expiresAt) } };
    }
    case 'former': {
      const kept = value as { ref: { startedAt: string } }[];
      return kept.map((turn) => ({
        ...turn,
        ref: { ...turn.ref, startedAt: new Date(turn.ref.startedAt) },
      }));
    }
    default:
      return value;
  }
}
