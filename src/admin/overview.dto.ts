import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import { modes } from '../access/api-key.js';
import { IsTimestamp } from '../common/http/validators.js';
import { outcomes } from '../providers/kit/vocabulary.js';
import { failedStarts } from '../sessions/domain/session.js';
import { statuses } from '../sessions/domain/status.js';

export class OverviewDto {
  @ApiPropertyOptional({
    format: 'date-time',
    description: 'From this time on: a day before `to` unless said, at most 92 days.',
  })
  @IsOptional()
  @IsTimestamp()
  from?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'Before this time: now unless said.' })
  @IsOptional()
  @IsTimestamp()
  to?: string;
}

const time = { type: 'string', format: 'date-time' } as const;
const count = { type: 'integer', minimum: 0 } as const;
const milliseconds = { type: 'integer', nullable: true, minimum: 0, description: 'ms' } as const;

/** A count for each word. */
function counts(words: readonly string[]) {
  const properties = Object.fromEntries(words.map((word) => [word, count]));
  return { type: 'object' as const, properties, required: [...words] };
}

class TimeToDecisionAnswer {
  @ApiProperty(milliseconds) p50!: number | null;
  @ApiProperty(milliseconds) p95!: number | null;
}

class ErrorsAnswer {
  @ApiProperty({
    ...counts(failedStarts),
    description: 'Starts that failed at this provider, wherever the session went then.',
  })
  starts!: Record<string, number>;
  @ApiProperty({
    type: 'object',
    additionalProperties: count,
    description: 'Failed sessions by `statusReason`.',
  })
  failed!: Record<string, number>;
}

class OverviewAccountAnswer {
  @ApiProperty() id!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ enum: modes }) mode!: string;
  @ApiProperty() enabled!: boolean;
  @ApiProperty({
    enum: ['closed', 'open'],
    description: 'open: the gateway process that answers leads new sessions past it, for its vendor fails.',
  })
  breaker!: string;
  @ApiProperty() inMaintenance!: boolean;
}

class ProviderOverviewAnswer {
  @ApiProperty() provider!: string;
  @ApiProperty({ ...count, description: 'Sessions that are with this provider now.' }) sessions!: number;
  @ApiProperty(counts(statuses)) statuses!: Record<string, number>;
  @ApiProperty({ ...counts(outcomes), description: 'By the decision in force.' })
  outcomes!: Record<string, number>;
  @ApiProperty({ description: 'From the creation of a session to the decision in force.' })
  timeToDecision!: TimeToDecisionAnswer;
  @ApiProperty() errors!: ErrorsAnswer;
  @ApiProperty({ type: [OverviewAccountAnswer] }) accounts!: OverviewAccountAnswer[];
}

export class OverviewAnswer {
  @ApiProperty(time) from!: string;
  @ApiProperty(time) to!: string;
  @ApiProperty({ type: [ProviderOverviewAnswer] }) providers!: ProviderOverviewAnswer[];
}
