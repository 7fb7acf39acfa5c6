import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Log } from '../common/log.js';
import { inOwnTrace } from '../common/trace/current.js';
import { Sweep } from '../jobs/sweep.js';
import { Instances } from '../jobs/instances.js';
import { JournalFeed } from '../journal/journal-feed.js';
import type { Session } from '../sessions/domain/session.js';
import { vendorSessionOf } from '../sessions/domain/vendor-session.js';
import { ProviderCatalog } from '../providers/catalog.js';
import { ProviderCalls } from '../sessions/provider-calls.js';
import { SessionClaims } from '../sessions/session-claims.js';
import { FollowUp } from './follow-up.js';
import { StreamPauses } from './stream-pauses.js';

const everyMs = 2_000;
const atOnce = 100;
/** What makes a vendor session that may have a stream. */
const opening: ReadonlySet<string> = new Set([
  'session.pending',
  'session.handoff_renewed',
  'session.rerouted',
]);

interface Held {
  /** Which vendor session's it is. */
  readonly of: string;
  readonly stop: AbortController;
  readonly ended: Promise<void>;
}

/**
 * Holds the vendors' push streams. Which process holds which is written in the rows: what nobody alive
 * holds is taken by the next process that looks. Streams only make it fast; checks make it sure.
 */
@Injectable()
export class Streams implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly held = new Map<string, Held>();
  private readonly pauses = new StreamPauses();
  private readonly sweep: Sweep;
  private stopListening: () => void = () => undefined;
  private stopping = false;

  constructor(
    private readonly claims: SessionClaims,
    private readonly calls: ProviderCalls,
    private readonly catalog: ProviderCatalog,
    private readonly followUp: FollowUp,
    private readonly instances: Instances,
    private readonly feed: JournalFeed,
    private readonly log: Log,
  ) {
    this.sweep = new Sweep('streams', everyMs, () => this.round(), log);
  }

  onApplicationBootstrap(): void {
    this.stopListening = this.feed.listen((entries) => {
      for (const { type, subject, provider } of entries) {
        // Whatever the former vendor's stream may still say counts no more.
        if (type === 'session.rerouted') this.held.get(subject.id)?.stop.abort();
        if (opening.has(type) && provider !== null && this.catalog.find(provider)?.follow)
          this.look(subject.id);
      }
    });
    this.sweep.start();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopping = true;
    this.stopListening();
    await this.sweep.stop();
    const open = [...this.held.values()];
    for (const { stop } of open) stop.abort();
    await Promise.all(open.map(({ ended }) => ended));
    await this.claims.letGo(this.instances.ownId);
  }

  /** A session of ours has just been opened, renewed or rerouted: no need to wait for the next round. */
  private look(sessionId: string): void {
    this.claims
      .stream(this.instances.ownId, sessionId)
      .then((sessions) => this.reconcile(sessions))
      .catch((error: unknown) => this.log.problem('opening a stream failed', error, { session: sessionId }));
  }

  private async round(): Promise<void> {
    await this.claims.freeStreams(this.instances.ownId, atOnce);
    const ours = await this.claims.streamsOf(this.instances.ownId);
    const wanted = new Set(ours.map(vendorSessionOf));
    for (const { of, stop } of this.held.values()) if (!wanted.has(of)) stop.abort();
    this.pauses.keepOnly(wanted);
    this.reconcile(ours);
  }

  private reconcile(sessions: readonly Session[]): void {
    for (const session of sessions) {
      const present = this.held.get(session.id);
      const of = vendorSessionOf(session);
      if (this.stopping || present?.of === of || !this.pauses.over(of)) continue;
      present?.stop.abort();
      const stop = new AbortController();
      const held: Held = {
        of,
        stop,
        ended: inOwnTrace('stream', () => this.follow(session, stop.signal)),
      };
      this.held.set(session.id, held);
      void held.ended.then(() => {
        if (this.held.get(session.id) === held) this.held.delete(session.id);
      });
    }
  }

  /** Never rejects: what a stream cannot tell, the checks find out. */
  private async follow(session: Session, signal: AbortSignal): Promise<void> {
    try {
      const call = await this.calls.about(session, signal);
      for await (const event of call.provider.follow?.(call.ctx, call.ref) ?? []) {
        if (signal.aborted) break;
        this.pauses.told(vendorSessionOf(session));
        await this.followUp.take(session, call, event);
      }
      if (!signal.aborted) await this.claims.endStream(session);
    } catch (error) {
      if (signal.aborted) return;
      this.pauses.lost(vendorSessionOf(session));
      this.log.info('stream lost', {
        session: session.id,
        provider: session.provider,
        reason: (error as Error).name,
      });
    }
  }
}
