import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsInt,
  IsISO31661Alpha3,
  IsNotEmpty,
  IsObject,
  IsOptional,
  IsString,
  IsUppercase,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { modes, type Mode } from '../access/api-key.js';
import { flowName, IsMetadata, OptionalNotNull } from '../common/http/validators.js';
import { documentTypes, type DocumentType } from '../providers/kit/vocabulary.js';
import { PolicyDto } from './policy.dto.js';

const mostPreviewed = 200;

export class RollbackDto {
  @ApiProperty({ minimum: 1, description: 'Its policy is put in force again, as a new version.' })
  @IsInt()
  @Min(1)
  @Max(2_147_483_647)
  version!: number;
}

export class PreviewRequestDto {
  @ApiPropertyOptional({ maxLength: 256, nullable: true, description: 'Default: somebody new.' })
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(256)
  refId?: string | null;

  @ApiPropertyOptional({ default: 'default' })
  @OptionalNotNull()
  @Matches(flowName, { message: 'flow must be the name of a flow' })
  flow?: string;

  @ApiPropertyOptional({ description: 'A pin.' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  provider?: string | null;

  @ApiPropertyOptional({ nullable: true, example: 'ARE' })
  @IsOptional()
  @IsISO31661Alpha3()
  @IsUppercase()
  country?: string | null;

  @ApiPropertyOptional({ nullable: true, enum: documentTypes })
  @IsOptional()
  @IsIn(documentTypes)
  documentType?: DocumentType | null;

  @ApiPropertyOptional({ type: 'object', additionalProperties: { type: 'string' } })
  @OptionalNotNull()
  @IsMetadata()
  metadata?: Record<string, string>;
}

/** Either made-up requests, or the newest sessions as they were asked for. */
export class PreviewDto {
  @ApiPropertyOptional({ type: PolicyDto, description: 'Default: the policy in force.' })
  @OptionalNotNull()
  @IsObject()
  @ValidateNested()
  @Type(() => PolicyDto)
  policy?: PolicyDto;

  @ApiPropertyOptional({
    enum: modes,
    description:
      "Whose accounts count. Default: the key's mode, or the other one if the tenant has accounts of that alone.",
  })
  @OptionalNotNull()
  @IsIn(modes)
  mode?: Mode;

  @ApiPropertyOptional({ type: [PreviewRequestDto] })
  @OptionalNotNull()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(mostPreviewed)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => PreviewRequestDto)
  requests?: PreviewRequestDto[];

  @ApiPropertyOptional({ minimum: 1, maximum: mostPreviewed, description: 'So many of the newest sessions.' })
  @OptionalNotNull()
  @IsInt()
  @Min(1)
  @Max(mostPreviewed)
  last?: number;
}
