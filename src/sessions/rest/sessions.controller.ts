import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Allow, By } from '../../access/allow.js';
import type { Caller } from '../../access/caller.js';
import { Problem } from '../../common/problems/problem.js';
import { Creates, ToCreate } from '../../idempotency/idempotent.js';
import type { Resource } from '../../idempotency/resource.js';
import { Journal } from '../../journal/journal.js';
import { sessionEvent, type SessionEvent } from '../../journal/session-event.js';
import { CancelSession } from '../cancel-session.js';
import { CreateSession } from '../create-session.js';
import { RenewHandoff } from '../renew-handoff.js';
import { RerouteSession } from '../reroute-session.js';
import { RunningSessions } from '../running-sessions.js';
import { SearchSessions } from '../search/search-sessions.js';
import { SessionStore } from '../session-store.js';
import type { HandedOver, WantedSession } from '../wanted-session.js';
import { SessionViews, type ClientAccess, type SessionView } from '../session-view.js';
import { EventsAnswer, HandedOverAnswer, SessionAnswer, SessionPageAnswer } from './answers.js';
import { CreateSessionDto } from './create-session.dto.js';
import { filterOf, ListSessionsDto } from './list-sessions.dto.js';
import { sendQr } from './qr-image.js';
import { ReadEventsDto } from './read-events.dto.js';
import { RerouteDto } from './reroute.dto.js';

const mostEvents = 1000;

@ApiTags('Sessions')
@Controller('v1/sessions')
export class SessionsController {
  constructor(
    private readonly store: SessionStore,
    private readonly creation: CreateSession,
    private readonly running: RunningSessions,
    private readonly search: SearchSessions,
    private readonly cancellation: CancelSession,
    private readonly renewal: RenewHandoff,
    private readonly rerouting: RerouteSession,
    private readonly views: SessionViews,
    private readonly journal: Journal,
  ) {}

  @Post()
  @Allow('sessions:create')
  @Creates('vs')
  @ApiOperation({ summary: 'Create a session, or get the active one of the same person and flow' })
  @ApiCreatedResponse({ type: HandedOverAnswer })
  @ApiOkResponse({
    type: HandedOverAnswer,
    description: 'The active session of this refId and flow, its hand-off renewed.',
  })
  async create(
    @Body() wanted: CreateSessionDto,
    @By() caller: Caller,
    @ToCreate() resource: Resource,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionView & ClientAccess> {
    if (caller.scope.kind !== 'app')
      throw new Problem('forbidden', 'Sessions are created with an app key of a tenant.');
    const { tenantId, mode } = caller.scope;
    const earlier = resource.repeated ? await this.running.ofCreation(resource.id) : null;
    const made: HandedOver =
      earlier ?? (await this.creation.run({ tenantId, mode }, withDefaults(wanted), caller, resource.id));
    if (!made.created) void reply.status(200);
    return this.views.withClientToken(made.session, made.handoff);
  }

  @Get()
  @Allow('sessions:read')
  @ApiOperation({ summary: 'List sessions, newest first' })
  @ApiOkResponse({ type: SessionPageAnswer })
  async list(
    @Query() query: ListSessionsDto,
    @By() caller: Caller,
  ): Promise<{ data: SessionView[]; nextCursor: string | null }> {
    const { limit, cursor = null } = query;
    const page = await this.search.run(caller.scope, filterOf(query, caller), limit, cursor);
    const data = await this.views.forAll(caller, page.data);
    return { data, nextCursor: page.nextCursor };
  }

  @Get(':id')
  @Allow('sessions:read')
  @ApiOperation({ summary: 'Read a session' })
  @ApiOkResponse({ type: SessionAnswer })
  async read(@Param('id') id: string, @By() caller: Caller): Promise<SessionView> {
    return this.views.for(caller, await this.store.get(caller.scope, id));
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @Allow('sessions:change')
  @ApiOperation({ summary: 'End a session that is not decided' })
  @ApiOkResponse({ type: SessionAnswer })
  async cancel(@Param('id') id: string, @By() caller: Caller): Promise<SessionView> {
    const session = await this.store.get(caller.scope, id);
    return this.views.for(caller, await this.cancellation.run(session, caller.origin));
  }

  @Post(':id/handoff')
  @HttpCode(200)
  @Allow('sessions:change')
  @ApiOperation({ summary: 'Get a fresh hand-off and client token' })
  @ApiOkResponse({ type: HandedOverAnswer })
  async renew(@Param('id') id: string, @By() caller: Caller): Promise<SessionView & ClientAccess> {
    const session = await this.store.get(caller.scope, id);
    const { session: renewed, handoff } = await this.renewal.run(session, caller.origin);
    return this.views.withClientToken(renewed, handoff);
  }

  @Post(':id/reroute')
  @HttpCode(200)
  @Allow('sessions:change')
  @ApiOperation({ summary: 'Give a session to another provider, with a fresh hand-off' })
  @ApiOkResponse({ type: HandedOverAnswer })
  async reroute(
    @Param('id') id: string,
    @Body() { provider, force }: RerouteDto,
    @By() caller: Caller,
  ): Promise<SessionView & ClientAccess> {
    const session = await this.store.get(caller.scope, id);
    const wanted = { provider: provider ?? null, force: force ?? false };
    const { session: rerouted, handoff } = await this.rerouting.run(session, wanted, caller.origin);
    return this.views.withClientToken(rerouted, handoff);
  }

  @Get(':id/events')
  @Allow('sessions:read')
  @ApiOperation({ summary: "Read a session's journal, in order" })
  @ApiOkResponse({ type: EventsAnswer })
  async events(
    @Param('id') id: string,
    @Query() { after }: ReadEventsDto,
    @By() caller: Caller,
  ): Promise<{ data: SessionEvent[] }> {
    const session = await this.store.get(caller.scope, id);
    const entries = await this.journal.read(session.id, after, mostEvents);
    return { data: entries.map(sessionEvent) };
  }

  @Get(':id/qr.svg')
  @Allow('sessions:change', { orClient: true })
  @ApiOperation({ summary: 'The QR of a session whose hand-off is one; PNG by `Accept: image/png`' })
  @ApiProduces('image/svg+xml', 'image/png')
  async qr(
    @Param('id') id: string,
    @Headers('accept') accept: string | undefined,
    @By() caller: Caller,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const handoff = await this.views.usableHandoff(await this.store.get(caller.scope, id));
    if (handoff?.kind !== 'qr') throw new Problem('session_state_conflict', 'The session has no QR to show.');
    await sendQr(reply, handoff.text, accept);
  }
}

function withDefaults(dto: CreateSessionDto): WantedSession {
  return {
    refId: dto.refId ?? randomUUID(),
    externalId: dto.externalId ?? null,
    flow: dto.flow ?? 'default',
    provider: dto.provider ?? null,
    forceCreation: dto.forceCreation ?? false,
    applicant: dto.applicant ?? null,
    country: dto.country ?? null,
    documentType: dto.documentType ?? null,
    returnUrl: dto.returnUrl ?? null,
    locale: dto.locale ?? null,
    metadata: dto.metadata ?? {},
    expiresInSeconds: dto.expiresInSeconds ?? null,
  };
}
