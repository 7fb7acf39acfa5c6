import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { PageDto } from '../common/http/page.dto.js';
import { MayRepeat } from '../common/http/validators.js';
import { callbackStatuses, type CallbackStatus } from '../following/inbox/received-callback.js';

export class ListCallbacksDto extends PageDto {
  @ApiPropertyOptional({ enum: callbackStatuses, isArray: true, description: 'May repeat.' })
  @IsOptional()
  @MayRepeat()
  @IsIn(callbackStatuses, { each: true })
  status?: CallbackStatus[];

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(64)
  accountId?: string;
}
