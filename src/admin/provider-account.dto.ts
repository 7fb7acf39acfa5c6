import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsNotEmpty, IsObject, IsString, MaxLength } from 'class-validator';
import { modes, type Mode } from '../access/api-key.js';
import { OptionalNotNull } from '../common/http/validators.js';

export class CreateProviderAccountDto {
  @ApiProperty({ example: 'uqudo' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(64)
  provider!: string;

  @ApiProperty({ maxLength: 200 })
  @IsString()
  @IsNotEmpty()
  @MaxLength(200)
  name!: string;

  @ApiProperty({ enum: modes })
  @IsIn(modes)
  mode!: Mode;

  @ApiProperty({ type: 'object', additionalProperties: true, description: "By the provider's schema." })
  @IsObject()
  settings!: Record<string, unknown>;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    writeOnly: true,
    description: "By the provider's schema. Never shown again.",
  })
  @IsObject()
  credentials!: Record<string, unknown>;

  @ApiPropertyOptional({ default: true })
  @OptionalNotNull()
  @IsBoolean()
  enabled?: boolean;
}

export class ChangeProviderAccountDto {
  @ApiPropertyOptional({ maxLength: 200 })
  @OptionalNotNull()
  @IsString()
  @IsNotEmpty()
  @MaxLength(200)
  name?: string;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    description:
      'Field by field; null takes one back. A new address asks for all `credentials` as well: they are sent there.',
  })
  @OptionalNotNull()
  @IsObject()
  settings?: Record<string, unknown>;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    writeOnly: true,
    description: 'Field by field; null takes one back.',
  })
  @OptionalNotNull()
  @IsObject()
  credentials?: Record<string, unknown>;

  @ApiPropertyOptional()
  @OptionalNotNull()
  @IsBoolean()
  enabled?: boolean;
}

export class ProbeAnswer {
  @ApiProperty() ok!: boolean;
  @ApiProperty({ minimum: 0 }) latencyMs!: number;
  @ApiProperty({
    type: 'string',
    nullable: true,
    example: 'unauthorized',
    description: 'What is wrong; null when nothing is.',
  })
  detail!: string | null;
}
