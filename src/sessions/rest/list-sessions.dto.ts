import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import type { Caller } from '../../access/caller.js';
import { mayNameTenant } from '../../access/named-tenant.js';
import { PageDto } from '../../common/http/page.dto.js';
import { IsTimestamp, MayRepeat, timeOrNull } from '../../common/http/validators.js';
import { statuses, type SessionStatus } from '../domain/status.js';
import { anySession, type SessionFilter } from '../search/session-filter.js';

export class ListSessionsDto extends PageDto {
  @ApiPropertyOptional({ enum: statuses, isArray: true, description: 'May repeat.' })
  @IsOptional()
  @MayRepeat()
  @IsIn(statuses, { each: true })
  status?: SessionStatus[];

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(64)
  provider?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(256)
  refId?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(512)
  externalId?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(64)
  flow?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'From this time on.' })
  @IsOptional()
  @IsTimestamp()
  createdFrom?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'Before this time.' })
  @IsOptional()
  @IsTimestamp()
  createdTo?: string;

  @ApiPropertyOptional({ description: 'Only with a key of the platform.' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  tenantId?: string;
}

/** Throws `forbidden` for a tenant named by one that is of a tenant itself. */
export function filterOf(query: ListSessionsDto, caller: Caller): SessionFilter {
  const { status, provider, refId, externalId, flow, createdFrom, createdTo, tenantId } = query;
  mayNameTenant(caller, tenantId);
  return {
    ...anySession,
    status: status ?? null,
    provider: provider ?? null,
    refId: refId ?? null,
    externalId: externalId ?? null,
    flow: flow ?? null,
    createdFrom: timeOrNull(createdFrom),
    createdTo: timeOrNull(createdTo),
    tenantId: tenantId ?? null,
  };
}
