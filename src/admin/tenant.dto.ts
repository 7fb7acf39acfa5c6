import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  IsArray,
  IsInt,
  IsNotEmpty,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { IsOrigin, OptionalNotNull } from '../common/http/validators.js';

export class CreateTenantDto {
  @ApiProperty({ maxLength: 200 })
  @IsString()
  @IsNotEmpty()
  @MaxLength(200)
  name!: string;

  @ApiPropertyOptional({
    type: [String],
    example: ['https://app.example'],
    description: 'Origins of return addresses and browsers.',
  })
  @OptionalNotNull()
  @IsArray()
  @ArrayMaxSize(100)
  @IsOrigin()
  allowedOrigins?: string[];

  @ApiPropertyOptional({ minimum: 1, maximum: 3650, default: 90 })
  @OptionalNotNull()
  @IsInt()
  @Min(1)
  @Max(3650)
  retentionDays?: number;

  @ApiPropertyOptional({
    nullable: true,
    minimum: 1,
    description: "Requests per minute; null: the gateway's default.",
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  rateLimit?: number | null;
}

/** Any of the fields. */
export class ChangeTenantDto extends PartialType(CreateTenantDto, { skipNullProperties: false }) {}
