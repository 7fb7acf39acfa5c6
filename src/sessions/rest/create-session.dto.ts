import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  IsBoolean,
  IsEmail,
  IsIn,
  IsInt,
  IsISO31661Alpha3,
  IsNotEmpty,
  IsObject,
  IsOptional,
  IsString,
  IsUppercase,
  IsUrl,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { documentTypes, type DocumentType } from '../../providers/kit/vocabulary.js';
import {
  flowName,
  IsBcp47,
  IsCalendarDate,
  IsMetadata,
  OptionalNotNull,
} from '../../common/http/validators.js';

export class ApplicantDto {
  @ApiPropertyOptional({ maxLength: 200 })
  @OptionalNotNull()
  @IsString()
  @IsNotEmpty()
  @MaxLength(200)
  firstName?: string;

  @ApiPropertyOptional({ maxLength: 200 })
  @OptionalNotNull()
  @IsString()
  @IsNotEmpty()
  @MaxLength(200)
  lastName?: string;

  @ApiPropertyOptional({ maxLength: 200 })
  @OptionalNotNull()
  @IsString()
  @IsNotEmpty()
  @MaxLength(200)
  additionalNames?: string;

  @ApiPropertyOptional({ format: 'date', example: '2004-07-09' })
  @OptionalNotNull()
  @IsCalendarDate()
  dateOfBirth?: string;

  @ApiPropertyOptional({ enum: ['female', 'male', 'other'] })
  @OptionalNotNull()
  @IsIn(['female', 'male', 'other'])
  gender?: 'female' | 'male' | 'other';

  @ApiPropertyOptional({ format: 'email', maxLength: 254 })
  @OptionalNotNull()
  @IsEmail()
  @MaxLength(254)
  email?: string;
}

export class CreateSessionDto {
  @ApiPropertyOptional({
    maxLength: 256,
    example: 'user-42',
    description: "The app's id of the person. Generated and returned if absent.",
  })
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(256)
  refId?: string | null;

  @ApiPropertyOptional({ maxLength: 512, example: 'order-77' })
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(512)
  externalId?: string | null;

  @ApiPropertyOptional({ default: 'default', description: 'What to verify: a flow of the tenant.' })
  @IsOptional()
  @Matches(flowName, {
    message: 'flow must be a name of lower-case letters, digits, - and _',
  })
  flow?: string | null;

  @ApiPropertyOptional({ example: 'uqudo', description: 'Pins the provider; otherwise routing decides.' })
  @IsOptional()
  @Matches(/^[a-z0-9][a-z0-9_-]{0,63}$/, { message: 'provider must be the id of a provider' })
  provider?: string | null;

  @ApiPropertyOptional({
    default: false,
    description: 'True: a new session even if the person has an active one.',
  })
  @OptionalNotNull()
  @IsBoolean()
  forceCreation?: boolean;

  @ApiPropertyOptional({
    type: ApplicantDto,
    description: 'What the person has declared, to be compared with the document.',
  })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => ApplicantDto)
  applicant?: ApplicantDto | null;

  @ApiPropertyOptional({ example: 'ARE', description: 'ISO 3166-1 alpha-3. A hint for routing.' })
  @IsOptional()
  @IsISO31661Alpha3()
  @IsUppercase()
  country?: string | null;

  @ApiPropertyOptional({ enum: documentTypes, description: 'A hint for routing.' })
  @IsOptional()
  @IsIn(documentTypes)
  documentType?: DocumentType | null;

  @ApiPropertyOptional({
    maxLength: 2048,
    example: 'https://app.example/done',
    description: 'Its origin must be allowed for the tenant.',
  })
  @IsOptional()
  @IsUrl({ protocols: ['https', 'http'], require_protocol: true, require_tld: false })
  @MaxLength(2048)
  returnUrl?: string | null;

  @ApiPropertyOptional({ example: 'ar-AE', description: 'BCP 47.' })
  @IsOptional()
  @IsBcp47()
  locale?: string | null;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { type: 'string' },
    description:
      'Up to 20 pairs; keys up to 40 characters, values up to 500. Kept readable: nothing personal belongs here.',
  })
  @OptionalNotNull()
  @IsMetadata()
  metadata?: Record<string, string>;

  @ApiPropertyOptional({ minimum: 60, maximum: 1_209_600, description: 'Default: as the flow says.' })
  @IsOptional()
  @IsInt()
  @Min(60)
  @Max(1_209_600)
  expiresInSeconds?: number | null;
}
