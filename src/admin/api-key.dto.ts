import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsNotEmpty, IsOptional, IsString, MaxLength } from 'class-validator';
import { modes, roles, type Mode, type Role } from '../access/api-key.js';
import { IsTimestamp } from '../common/http/validators.js';

export class CreateApiKeyDto {
  @ApiProperty({ enum: roles })
  @IsIn(roles)
  role!: Role;

  @ApiProperty({ enum: modes })
  @IsIn(modes)
  mode!: Mode;

  @ApiProperty({ maxLength: 200 })
  @IsString()
  @IsNotEmpty()
  @MaxLength(200)
  name!: string;

  @ApiPropertyOptional({ format: 'date-time', nullable: true })
  @IsOptional()
  @IsTimestamp()
  expiresAt?: string | null;
}
