import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AllowClient, By } from '../../access/allow.js';
import type { Caller } from '../../access/caller.js';
import { Problem } from '../../common/problems/problem.js';
import type { Session } from '../domain/session.js';
import { RenewHandoff } from '../renew-handoff.js';
import { SessionStore } from '../session-store.js';
import { SessionViews, type ClientView } from '../session-view.js';
import { ClientSessionAnswer } from './answers.js';

/** What a browser may do: look at its one session, and ask for a fresh hand-off. */
@ApiTags('Client')
@Controller('v1/client/session')
export class ClientController {
  constructor(
    private readonly store: SessionStore,
    private readonly renewal: RenewHandoff,
    private readonly views: SessionViews,
  ) {}

  @Get()
  @AllowClient()
  @ApiOperation({ summary: "Read the client token's session" })
  @ApiOkResponse({ type: ClientSessionAnswer })
  async read(@By() caller: Caller): Promise<ClientView> {
    return this.views.forClient(await this.own(caller));
  }

  @Post('handoff')
  @HttpCode(200)
  @AllowClient()
  @ApiOperation({ summary: 'Get a fresh hand-off' })
  @ApiOkResponse({ type: ClientSessionAnswer })
  async renew(@By() caller: Caller): Promise<ClientView> {
    const { session } = await this.renewal.run(await this.own(caller), caller.origin);
    return this.views.forClient(session);
  }

  private own({ scope }: Caller): Promise<Session> {
    if (scope.kind !== 'session') throw new Problem('forbidden');
    return this.store.get(scope, scope.sessionId);
  }
}
