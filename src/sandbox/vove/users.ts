import { randomBytes, randomUUID } from 'node:crypto';
import type { SandboxSession } from '../kit/sandbox.js';

/** `pending` is the manual review. */
export type VoveStatus = 'open' | 'in_progress' | 'pending' | 'successful' | 'suspected' | 'canceled';

export interface VoveSession {
  readonly id: string;
  readonly user: VoveUser;
  readonly flowId: string;
  readonly createdAt: Date;
  updatedAt: Date;
  status: VoveStatus;
  /** Why it is suspected. */
  reason?: string;
}

/** As the caller gave them. */
interface Names {
  firstName?: string | undefined;
  lastName?: string | undefined;
}

export interface VoveUser extends Names {
  readonly id: string;
  /** The caller's own name for the person; all reads go by it. */
  readonly refId: string;
  readonly createdAt: Date;
  /** Oldest first. */
  readonly sessions: VoveSession[];
}

/** Looks like a document id of the vendor's database. */
const newId = () => randomBytes(12).toString('hex');

/** What this vendor remembers: people by the caller's refId, each with sessions. */
export class Users {
  private readonly byRefId = new Map<string, VoveUser>();
  private readonly sessionById = new Map<string, VoveSession>();

  /** Without a refId the vendor makes one, which the caller has to keep. */
  upsert(refId: string | undefined, names: Names): VoveUser {
    const known = refId === undefined ? undefined : this.byRefId.get(refId);
    const user = known ?? { id: newId(), refId: refId ?? randomUUID(), createdAt: new Date(), sessions: [] };
    this.byRefId.set(user.refId, Object.assign(user, names));
    return user;
  }

  begin(user: VoveUser, flowId: string): VoveSession {
    const now = new Date();
    const session: VoveSession = {
      id: newId(),
      user,
      flowId,
      createdAt: now,
      updatedAt: now,
      status: 'open',
    };
    user.sessions.push(session);
    this.sessionById.set(session.id, session);
    return session;
  }

  byRef(refId: string): VoveUser | undefined {
    return this.byRefId.get(refId);
  }

  session(id: string): VoveSession | undefined {
    return this.sessionById.get(id);
  }

  allSessions(): VoveSession[] {
    return [...this.sessionById.values()];
  }

  clear(): void {
    this.byRefId.clear();
    this.sessionById.clear();
  }
}

/** The user's status is that of the newest session. */
export function newest(user: VoveUser): VoveSession | undefined {
  return user.sessions.at(-1);
}

/** What is given again instead of a new session. One in review is not, nor one that a newer one has overtaken. */
export function active(user: VoveUser): VoveSession | undefined {
  const session = newest(user);
  return session && isUndecided(session) ? session : undefined;
}

export function isUndecided({ status }: VoveSession): boolean {
  return status === 'open' || status === 'in_progress';
}

export function view({ id, status, createdAt }: VoveSession): SandboxSession {
  return { id, status, createdAt: createdAt.toISOString() };
}
