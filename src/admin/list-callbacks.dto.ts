import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { PageDto } from '../common/http/page.dto.js';
import { callbackStatuses, type CallbackStatus } from '../following/inbox/received-callback.js';

export class ListCallbacksDto extends PageDto {
  @ApiPropertyOptional({ enum: callbackStatuses, isArray: true, description: 'May repeat.' })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (value === undefined ? undefined : [value].flat()))
  @IsIn(callbackStatuses, { each: true })
  status?: CallbackStatus[];

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(64)
  accountId?: string;
}
