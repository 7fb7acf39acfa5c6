import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsNotEmpty, IsOptional, IsString, MaxLength, ValidateIf } from 'class-validator';
import { IsTimestamp } from '../common/http/validators.js';

/** Both times null: the window ends now, or is taken back. */
export class MaintenanceDto {
  @ApiProperty({ format: 'date-time', nullable: true })
  @ValidateIf(({ from }: MaintenanceDto) => from !== null)
  @IsTimestamp()
  from!: string | null;

  @ApiProperty({ format: 'date-time', nullable: true, description: 'After `from`, and not in the past.' })
  @ValidateIf(({ until }: MaintenanceDto) => until !== null)
  @IsTimestamp()
  until!: string | null;

  @ApiPropertyOptional({
    maxLength: 500,
    nullable: true,
    description: 'Seen by admins and auditors, and kept in the history: nothing personal.',
  })
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(500)
  reason?: string | null;
}
