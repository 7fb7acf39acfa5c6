import { ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { PageDto } from '../../common/http/page.dto.js';
import { IsTimestamp, MayRepeat, timeOrNull } from '../../common/http/validators.js';
import { typePattern, type EntryFilter } from '../../journal/search/entry-filter.js';

const mostTypes = 50;

export class ListEntriesDto extends PageDto {
  @ApiPropertyOptional({ description: 'The id of what the entry is about, such as a session or a key.' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  subject?: string;

  @ApiPropertyOptional({
    description: "The id of who did it: a key's, a provider's, or the part of the gateway that acted.",
  })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  actor?: string;

  @ApiPropertyOptional({
    type: [String],
    example: ['routing.changed', 'api_key.*'],
    description: 'May repeat. `.*` at the end stands for all that begin so.',
  })
  @IsOptional()
  @MayRepeat()
  @ArrayMaxSize(mostTypes)
  @Matches(typePattern, { each: true, message: 'type must be such as session.approved or session.*' })
  type?: string[];

  @ApiPropertyOptional({ format: 'date-time', description: 'From this time on.' })
  @IsOptional()
  @IsTimestamp()
  from?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'Before this time.' })
  @IsOptional()
  @IsTimestamp()
  to?: string;

  @ApiPropertyOptional({ description: 'Only with a key of the platform.' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  tenantId?: string;
}

export function filterOf({ subject, actor, type, from, to }: ListEntriesDto): EntryFilter {
  return {
    subject: subject ?? null,
    actor: actor ?? null,
    types: type ?? null,
    from: timeOrNull(from),
    to: timeOrNull(to),
  };
}
