import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/caller.js';
import { ClientTokens } from '../access/client-tokens.js';
import { Clock } from '../common/clock.js';
import { PublicAddress } from '../config/public-address.js';
import type { Handoff } from '../providers/kit/start.js';
import type { Session } from './domain/session.js';
import { addSeconds } from './domain/timing.js';
import { SessionVault } from './session-vault.js';

/** How long a browser may still see how its session ended. */
const afterglowSeconds = 900;

/** Sessions as the API shows them. */
@Injectable()
export class SessionViews {
  constructor(
    private readonly vault: SessionVault,
    private readonly clientTokens: ClientTokens,
    private readonly address: PublicAddress,
    private readonly clock: Clock,
  ) {}

  /** For the app right after a creation or a renewal: the only answers with a client token. */
  async withClientToken(session: Session, handoff: Handoff | null): Promise<SessionView & ClientAccess> {
    const token = await this.clientTokens.issue(session, addSeconds(session.expiresAt, afterglowSeconds));
    const { decision, ...view } = this.view(session, handoff);
    return { ...view, hostedUrl: `${this.address.url}/verify#${token}`, clientToken: token, decision };
  }

  /** With the hand-offs for an app alone. */
  async forAll({ scope }: Caller, sessions: readonly Session[]): Promise<SessionView[]> {
    const waiting = scope.kind === 'app' ? sessions.filter((session) => this.isWaiting(session)) : [];
    const handoffs = await this.vault.handoffs(waiting.map(({ id }) => id));
    return sessions.map((session) => this.view(session, handoffs.get(session.id) ?? null));
  }

  async for(caller: Caller, session: Session): Promise<SessionView> {
    const [view] = await this.forAll(caller, [session]);
    if (!view) throw new Error('a session without a view');
    return view;
  }

  /** What a browser may know of its session. */
  async forClient(session: Session): Promise<ClientView> {
    const { id, status, progress, locale, returnUrl, createdAt, expiresAt, endedAt, decision, lastSeq } =
      session;
    return {
      id,
      object: 'verification_session',
      status,
      progress,
      handoff: this.handoffView(session, await this.usableHandoff(session)),
      outcome: decision?.outcome ?? null,
      returnUrl,
      locale,
      theme: null,
      lastSeq,
      createdAt,
      expiresAt,
      endedAt,
    };
  }

  /** The hand-off while it leads somewhere. */
  async usableHandoff(session: Session): Promise<Handoff | null> {
    if (!this.isWaiting(session)) return null;
    return (await this.vault.handoffs([session.id])).get(session.id) ?? null;
  }

  /** Whether somebody may still be handed over. */
  private isWaiting({ status, handoffExpiresAt }: Session): boolean {
    const waits = status === 'pending' || status === 'in_progress';
    return waits && handoffExpiresAt !== null && handoffExpiresAt > this.clock.now();
  }

  private view(session: Session, handoff: Handoff | null): SessionView {
    const { id, tenantId, mode, refId, externalId, flow, provider, attempt, status, statusReason } = session;
    const { progress, decision, lastSeq, expiresAt, createdAt, updatedAt, endedAt, metadata } = session;
    return {
      id,
      object: 'verification_session',
      tenantId,
      mode,
      refId,
      externalId,
      flow,
      provider,
      attempt,
      status,
      statusReason,
      handoff: this.handoffView(session, handoff),
      progress,
      decision,
      lastSeq,
      expiresAt,
      createdAt,
      updatedAt,
      endedAt,
      metadata,
    };
  }

  private handoffView(session: Session, handoff: Handoff | null): HandoffView | null {
    if (handoff?.kind !== 'qr') return handoff;
    const { kind, text, deepLink, expiresAt } = handoff;
    return {
      kind,
      text,
      deepLink,
      imageUrl: `${this.address.url}/v1/sessions/${session.id}/qr.svg`,
      expiresAt,
    };
  }
}

type HandoffView = Handoff & { readonly imageUrl?: string };

export type SessionView = Pick<
  Session,
  | 'id'
  | 'tenantId'
  | 'mode'
  | 'refId'
  | 'externalId'
  | 'flow'
  | 'provider'
  | 'attempt'
  | 'status'
  | 'statusReason'
  | 'progress'
  | 'decision'
  | 'lastSeq'
  | 'expiresAt'
  | 'createdAt'
  | 'updatedAt'
  | 'endedAt'
  | 'metadata'
> & { readonly object: 'verification_session'; readonly handoff: HandoffView | null };

export interface ClientAccess {
  readonly hostedUrl: string;
  readonly clientToken: string;
}

export type ClientView = Pick<
  Session,
  'id' | 'status' | 'progress' | 'locale' | 'returnUrl' | 'lastSeq' | 'createdAt' | 'expiresAt' | 'endedAt'
> & {
  readonly object: 'verification_session';
  readonly handoff: HandoffView | null;
  readonly outcome: string | null;
  readonly theme: null;
};
