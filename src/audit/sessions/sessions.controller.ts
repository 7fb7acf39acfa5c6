import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, By } from '../../access/allow.js';
import type { Caller } from '../../access/caller.js';
import type { Page } from '../../common/keyset.js';
import { SessionPageAnswer } from '../../sessions/rest/answers.js';
import { SearchSessions } from '../../sessions/search/search-sessions.js';
import { SessionViews, type SessionView } from '../../sessions/session-view.js';
import { SessionRecordAnswer } from './answers.js';
import { auditFilterOf, ListAuditSessionsDto } from './list-audit-sessions.dto.js';
import { SessionRecords, type SessionRecord } from './session-records.js';

@ApiTags('Audit')
@Controller('v1/audit/sessions')
export class AuditSessionsController {
  constructor(
    private readonly search: SearchSessions,
    private readonly views: SessionViews,
    private readonly records: SessionRecords,
  ) {}

  @Get()
  @Allow('history:read')
  @ApiOperation({ summary: 'Search sessions; all filters may be combined' })
  @ApiOkResponse({ type: SessionPageAnswer })
  async list(@Query() query: ListAuditSessionsDto, @By() caller: Caller): Promise<Page<SessionView>> {
    const { limit, cursor = null } = query;
    const page = await this.search.run(caller.scope, auditFilterOf(query, caller), limit, cursor);
    return { data: await this.views.forAll(caller, page.data), nextCursor: page.nextCursor };
  }

  @Get(':id')
  @Allow('history:read')
  @ApiOperation({ summary: 'Read how a session went: routing, timeline, vendor calls, looks, erasure' })
  @ApiOkResponse({ type: SessionRecordAnswer })
  async read(@Param('id') id: string, @By() caller: Caller): Promise<SessionRecord> {
    return this.records.read(caller, id);
  }
}
