import { ApiProperty, ApiPropertyOptional, OmitType } from '@nestjs/swagger';
import { IsIn, IsInt, IsNotEmpty, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { modes, roles, type Mode, type Role } from '../access/api-key.js';
import type { NewApiKey } from '../access/api-keys.js';
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

  @ApiPropertyOptional({
    type: 'integer',
    nullable: true,
    minimum: 1,
    maximum: 1_000_000,
    description: 'Requests per minute of this key alone; null: only what its tenant may.',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  rateLimit?: number | null;
}

const platformRoles = ['admin', 'auditor'] as const satisfies Role[];

export class CreatePlatformKeyDto extends OmitType(CreateApiKeyDto, ['role']) {
  @ApiProperty({ enum: platformRoles, description: 'An app belongs to a tenant.' })
  @IsIn(platformRoles)
  role!: (typeof platformRoles)[number];
}

export const defaultOverlapSeconds = 86_400;
const longestOverlapSeconds = 30 * 86_400;

export class RotateApiKeyDto {
  @ApiPropertyOptional({
    minimum: 0,
    maximum: longestOverlapSeconds,
    default: defaultOverlapSeconds,
    description: 'How long the former key still works.',
  })
  @OptionalNotNull()
  @IsInt()
  @Min(0)
  @Max(longestOverlapSeconds)
  overlapSeconds?: number;
}

export function toBeCreated(wanted: CreateApiKeyDto | CreatePlatformKeyDto): Omit<NewApiKey, 'tenantId'> {
  const { role, mode, name, expiresAt, rateLimit = null } = wanted;
  return { role, mode, name, expiresAt: expiresAt ? new Date(expiresAt) : null, rateLimit };
}
