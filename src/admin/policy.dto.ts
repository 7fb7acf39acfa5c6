import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsISO31661Alpha3,
  IsNotEmpty,
  IsObject,
  IsString,
  IsUppercase,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { flowName, IsMetadata, OptionalNotNull } from '../common/http/validators.js';
import type { Conditions, Destination, Policy } from '../routing/policy.js';
import { documentTypes, type DocumentType } from '../providers/kit/vocabulary.js';

const mostRules = 100;
const mostProviders = 20;
const mostValues = 250;

class WeightedDto {
  @ApiProperty({ example: 'uqudo' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(64)
  provider!: string;

  @ApiProperty({ minimum: 1, maximum: 1000, description: 'Its share, relative to the other weights.' })
  @IsInt()
  @Min(1)
  @Max(1000)
  weight!: number;
}

export class DestinationDto {
  @ApiProperty({ type: [WeightedDto], description: 'The same refId always goes the same way.' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(mostProviders)
  @ArrayUnique(({ provider }: WeightedDto) => provider)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => WeightedDto)
  use!: WeightedDto[];

  @ApiPropertyOptional({
    type: [String],
    default: [],
    description: 'Tried in this order while nobody has been handed over.',
  })
  @OptionalNotNull()
  @IsArray()
  @ArrayMaxSize(mostProviders)
  @ArrayUnique()
  @IsString({ each: true })
  fallback?: string[];
}

class ConditionsDto {
  @ApiPropertyOptional({ type: [String], example: ['ARE'], description: 'ISO 3166-1 alpha-3.' })
  @OptionalNotNull()
  @IsArray()
  @ArrayMaxSize(mostValues)
  @IsISO31661Alpha3({ each: true })
  @IsUppercase({ each: true })
  country?: string[];

  @ApiPropertyOptional({ enum: documentTypes, isArray: true })
  @OptionalNotNull()
  @IsArray()
  @IsIn(documentTypes, { each: true })
  documentType?: DocumentType[];

  @ApiPropertyOptional({ type: [String], example: ['default'] })
  @OptionalNotNull()
  @IsArray()
  @ArrayMaxSize(mostValues)
  @Matches(flowName, { each: true, message: 'flow must be names of flows' })
  flow?: string[];

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { type: 'string' },
    example: { campaign: 'spring' },
  })
  @OptionalNotNull()
  @IsMetadata()
  metadata?: Record<string, string>;
}

class RuleDto extends DestinationDto {
  @ApiProperty({ maxLength: 100, description: 'Stays with the sessions that it has routed.' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(100)
  name!: string;

  @ApiProperty({
    type: ConditionsDto,
    description:
      'Every condition that is given must hold; within one, any of its values. An empty one asks for nothing.',
  })
  @IsObject()
  @ValidateNested()
  @Type(() => ConditionsDto)
  when!: ConditionsDto;
}

export class PolicyDto {
  @ApiPropertyOptional({ type: [RuleDto], default: [], description: 'The first that fits decides.' })
  @OptionalNotNull()
  @IsArray()
  @ArrayMaxSize(mostRules)
  @ArrayUnique(({ name }: RuleDto) => name)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => RuleDto)
  rules?: RuleDto[];

  @ApiProperty({ type: DestinationDto, description: 'Where no rule fits.' })
  @IsObject()
  @ValidateNested()
  @Type(() => DestinationDto)
  default!: DestinationDto;
}

/** With its defaults. */
export function policyOf({ rules = [], default: otherwise }: PolicyDto): Policy {
  return {
    rules: rules.map((rule) => ({ name: rule.name, when: conditionsOf(rule.when), ...destinationOf(rule) })),
    default: destinationOf(otherwise),
  };
}

function conditionsOf(when: ConditionsDto): Conditions {
  const asks = (values: unknown) => Object.keys(values ?? {}).length > 0;
  return Object.fromEntries(Object.entries(when).filter(([, values]) => asks(values)));
}

function destinationOf({ use, fallback = [] }: DestinationDto): Destination {
  return { use: use.map(({ provider, weight }) => ({ provider, weight })), fallback };
}
