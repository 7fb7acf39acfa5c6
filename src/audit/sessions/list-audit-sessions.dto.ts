import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import type { Caller } from '../../access/caller.js';
import { IsTimestamp, timeOrNull } from '../../common/http/validators.js';
import { outcomes, type Outcome } from '../../providers/kit/vocabulary.js';
import { filterOf, ListSessionsDto } from '../../sessions/rest/list-sessions.dto.js';
import type { SessionFilter } from '../../sessions/search/session-filter.js';

const words: Readonly<Record<string, boolean>> = { true: true, false: false };

export class ListAuditSessionsDto extends ListSessionsDto {
  @ApiPropertyOptional({ enum: outcomes, description: 'Of the decision in force.' })
  @IsOptional()
  @IsIn(outcomes)
  outcome?: Outcome;

  @ApiPropertyOptional({
    format: 'date-time',
    description: 'Ended from this time on. Asked for by end, those that ended last come first.',
  })
  @IsOptional()
  @IsTimestamp()
  endedFrom?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'Ended before this time.' })
  @IsOptional()
  @IsTimestamp()
  endedTo?: string;

  @ApiPropertyOptional({ minimum: 1, description: 'How many providers have been tried.' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(1000)
  attempts?: number;

  @ApiPropertyOptional({ description: 'Whether a later verdict has replaced the first.' })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => words[String(value)] ?? value)
  @IsBoolean()
  hasRevision?: boolean;
}

/** Throws `forbidden` for a tenant named by one that is of a tenant itself. */
export function auditFilterOf(query: ListAuditSessionsDto, caller: Caller): SessionFilter {
  const { outcome, endedFrom, endedTo, attempts, hasRevision } = query;
  return {
    ...filterOf(query, caller),
    outcome: outcome ?? null,
    endedFrom: timeOrNull(endedFrom),
    endedTo: timeOrNull(endedTo),
    attempts: attempts ?? null,
    revised: hasRevision ?? null,
  };
}
