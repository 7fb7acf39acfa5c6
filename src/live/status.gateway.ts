import type { OnModuleDestroy } from '@nestjs/common';
import {
  ConnectedSocket,
  MessageBody,
  SubscribeMessage,
  WebSocketGateway,
  type OnGatewayConnection,
  type OnGatewayInit,
} from '@nestjs/websockets';
import type { Namespace, Socket } from 'socket.io';
import type { Caller } from '../access/caller.js';
import { Credentials } from '../access/credentials.js';
import { Clock } from '../common/clock.js';
import { asProblem } from '../common/http/problem.filter.js';
import { Log } from '../common/log.js';
import { Problem } from '../common/problems/problem.js';
import { Sweep } from '../jobs/sweep.js';
import type { SessionEvent } from '../journal/session-event.js';
import { SessionStore } from '../sessions/session-store.js';
import { SessionViews } from '../sessions/session-view.js';
import { EventBus } from './event-bus.js';
import { Handshake } from './handshake.js';
import { feedFor, feedsOf, isFeed, sessionRoom } from './rooms.js';
import { readSubscription, type Subscription } from './subscription.js';
import { Tails } from './tails.js';

const headsEveryMs = 20_000;
const headsWithinSeconds = 60;
/** How long a connection outlives its credential at most. */
const dismissEveryMs = 5_000;
/** A browser that catches up says so right after connecting; until then it is not yet sent anything. */
const catchUpWaitMs = 150;
const mostSubscriptions = 1_000;

interface SocketData {
  caller: Caller;
  subscribed: Set<string>;
}
type StatusSocket = Socket<
  Record<string, never>,
  Record<string, (payload: unknown) => void>,
  Record<string, never>,
  SocketData
>;

/** Live status: journal entries as they come, to whoever may see them. */
@WebSocketGateway({ namespace: '/status', cors: { origin: true }, maxHttpBufferSize: 16_384 })
export class StatusGateway
  implements OnGatewayInit<Namespace>, OnGatewayConnection<StatusSocket>, OnModuleDestroy
{
  private namespace: Namespace | undefined;
  private readonly heads: Sweep;
  private readonly dismissals: Sweep;
  /** Feeds that somebody here listens to. */
  private readonly feeds = new Set<string>();

  constructor(
    private readonly handshake: Handshake,
    private readonly credentials: Credentials,
    private readonly tails: Tails,
    private readonly store: SessionStore,
    private readonly views: SessionViews,
    private readonly bus: EventBus,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {
    this.heads = new Sweep('live heads', headsEveryMs, () => this.sendHeads(), log);
    this.dismissals = new Sweep('live credentials', dismissEveryMs, () => this.dismissLapsed(), log);
  }

  afterInit(namespace: Namespace): void {
    this.namespace = namespace;
    namespace.use((socket, next) => {
      this.handshake.admit(socket).then(
        (caller) => {
          Object.assign(socket.data, { caller, subscribed: new Set<string>() });
          next();
        },
        (error: unknown) => next(refusal(error)),
      );
    });
    namespace.adapter.on('create-room', (room: string) => isFeed(room) && this.feeds.add(room));
    namespace.adapter.on('delete-room', (room: string) => this.feeds.delete(room));
    this.tails.showTo({
      toFollowers: (event) => namespace.local.to(sessionRoom(event.sessionId)).emit('session.event', event),
      // Who follows the session is shown the event as a follower, and once.
      toFeeds: (event, owner) =>
        namespace.local.to(feedsOf(owner)).except(sessionRoom(event.sessionId)).emit('session.event', event),
    });
    this.bus.listen((event) => this.hear(event));
    this.heads.start();
    this.dismissals.start();
  }

  async onModuleDestroy(): Promise<void> {
    await Promise.all([this.heads.stop(), this.dismissals.stop()]);
    this.namespace?.disconnectSockets(true);
  }

  /** A client token's socket is subscribed to its session without asking. */
  async handleConnection(socket: StatusSocket): Promise<void> {
    const { scope } = socket.data.caller;
    if (scope.kind !== 'session') return;
    const session = await this.store.get(scope, scope.sessionId).catch(() => null);
    if (!session) {
      socket.disconnect(true);
      return;
    }
    setTimeout(() => {
      if (!socket.connected || socket.data.subscribed.has(scope.sessionId)) return;
      this.join(socket, scope.sessionId, session.lastSeq).catch((error: unknown) =>
        this.log.problem('subscribing failed', error),
      );
    }, catchUpWaitMs);
  }

  @SubscribeMessage('subscribe')
  async subscribe(@ConnectedSocket() socket: StatusSocket, @MessageBody() body: unknown): Promise<unknown> {
    return this.acknowledged(() => this.subscribed(socket, readSubscription(body)));
  }

  @SubscribeMessage('unsubscribe')
  async unsubscribe(@ConnectedSocket() socket: StatusSocket, @MessageBody() body: unknown): Promise<unknown> {
    return this.acknowledged(async () => {
      const { sessionId } = readSubscription(body);
      if (sessionId === undefined) return {};
      socket.data.subscribed.delete(sessionId);
      await socket.leave(sessionRoom(sessionId));
      return {};
    });
  }

  private async acknowledged(work: () => Promise<Record<string, unknown>>): Promise<unknown> {
    try {
      return { ok: true, ...(await work()) };
    } catch (error) {
      if (!(error instanceof Problem)) this.log.problem('a message on the live channel failed', error);
      const { code, detail } = asProblem(error);
      return { ok: false, error: { code, message: detail } };
    }
  }

  private async subscribed(socket: StatusSocket, wanted: Subscription): Promise<Record<string, unknown>> {
    // A connection may outlive its credential, and each question counts as a request.
    const caller = await this.handshake.admit(socket);
    const { subscribed } = socket.data;
    const sessionId =
      wanted.sessionId ?? (caller.scope.kind === 'session' ? caller.scope.sessionId : undefined);
    if (sessionId === undefined) {
      await socket.join(feedFor(caller.scope, wanted.tenantId));
      return { session: null, lastSeq: null };
    }
    if (subscribed.size >= mostSubscriptions)
      throw new Problem('rate_limited', `One socket follows up to ${mostSubscriptions} sessions.`);
    const session = await this.store.get(caller.scope, sessionId);
    // Whoever claims to have seen what has not happened yet must not make the others miss it.
    await this.join(socket, sessionId, Math.min(wanted.after ?? session.lastSeq, session.lastSeq));
    const now = await this.store.get(caller.scope, sessionId);
    const view =
      caller.scope.kind === 'session' ? await this.views.forClient(now) : await this.views.for(caller, now);
    return { session: view, lastSeq: now.lastSeq };
  }

  private async join(socket: StatusSocket, sessionId: string, after: number): Promise<void> {
    socket.data.subscribed.add(sessionId);
    await this.tails.of(sessionId).followers.join(
      after,
      (event) => socket.emit('session.event', event),
      () => void socket.join(sessionRoom(sessionId)),
    );
  }

  private hear(event: SessionEvent): void {
    const { sessionId } = event;
    const hinted = [
      ...(this.tails.has(sessionId) ? [this.tails.of(sessionId).followers.hint(event)] : []),
      ...(this.feeds.size > 0 ? [this.tails.of(sessionId).feeds.hint(event)] : []),
    ];
    Promise.all(hinted).catch((error: unknown) =>
      this.log.problem('showing an event failed', error, { session: sessionId }),
    );
  }

  private async dismissLapsed(): Promise<void> {
    const sockets = [...(this.namespace?.sockets.values() ?? [])] as StatusSocket[];
    const lapsed = await this.credentials.lapsed(sockets.map(({ data }) => data.caller.principal));
    for (const socket of sockets) if (lapsed.has(socket.data.caller.principal)) socket.disconnect(true);
  }

  /** So that a client can see a hole; and so that events whose hint got lost are shown after all. */
  private async sendHeads(): Promise<void> {
    const heads = await this.tails.heads(new Date(this.clock.now().getTime() - headsWithinSeconds * 1000));
    await Promise.all(
      [...heads].flatMap(([id, seq]) => {
        const { followers, feeds } = this.tails.of(id);
        return [followers.reaches(seq), feeds.reaches(seq)];
      }),
    );
    for (const socket of this.namespace?.sockets.values() ?? []) {
      const { subscribed } = (socket as StatusSocket).data;
      const own = [...heads].filter(([id]) => subscribed.has(id));
      if (own.length > 0) socket.emit('session.heads', Object.fromEntries(own));
    }
    this.tails.forget((id) => (this.namespace?.adapter.rooms.get(sessionRoom(id))?.size ?? 0) > 0);
  }
}

function refusal(error: unknown): Error {
  const { code, detail } = asProblem(error);
  return Object.assign(new Error(detail), { data: { code, message: detail } });
}
