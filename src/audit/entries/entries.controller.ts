import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, By } from '../../access/allow.js';
import type { Caller } from '../../access/caller.js';
import { mayNameTenant } from '../../access/named-tenant.js';
import type { Page } from '../../common/keyset.js';
import type { Realm } from '../../journal/search/realm.js';
import { SearchEntries } from '../../journal/search/search-entries.js';
import { Tenants } from '../../tenants/tenants.js';
import { EntryPageAnswer } from './answers.js';
import { entryView, type EntryView } from './entry-view.js';
import { filterOf, ListEntriesDto } from './list-entries.dto.js';

@ApiTags('Audit')
@Controller('v1/audit/entries')
export class EntriesController {
  constructor(
    private readonly search: SearchEntries,
    private readonly tenants: Tenants,
  ) {}

  @Get()
  @Allow('history:read')
  @ApiOperation({ summary: 'Search the journal of everything that happened and was changed, newest first' })
  @ApiOkResponse({ type: EntryPageAnswer })
  async list(@Query() query: ListEntriesDto, @By() caller: Caller): Promise<Page<EntryView>> {
    const { limit, cursor = null, tenantId } = query;
    const realms = await this.realms(caller, tenantId);
    const { data, nextCursor } = await this.search.run(realms, filterOf(query), limit, cursor);
    return { data: data.map(entryView), nextCursor };
  }

  private async realms(caller: Caller, tenantId: string | undefined): Promise<Realm[]> {
    mayNameTenant(caller, tenantId);
    const { scope } = caller;
    if (scope.kind !== 'platform') return [{ of: 'tenants', ids: [scope.tenantId] }];
    if (tenantId !== undefined) return [{ of: 'tenants', ids: [tenantId] }];
    return [{ of: 'tenants', ids: await this.tenants.ids() }, { of: 'platform' }];
  }
}
