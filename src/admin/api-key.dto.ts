import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsInt, IsNotEmpty, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { modes, roles, type Mode, type Role } from '../access/api-key.js';
import { IsTimestamp, OptionalNotNull } from '../common/http/validators.js';

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

const longestOverlapSeconds = 30 * 86_400;

export class RotateApiKeyDto {
  @ApiPropertyOptional({
    minimum: 0,
    maximum: longestOverlapSeconds,
    default: 86_400,
    description: 'How long the former key still works.',
  })
  @OptionalNotNull()
  @IsInt()
  @Min(0)
  @Max(longestOverlapSeconds)
  overlapSeconds?: number;
}
