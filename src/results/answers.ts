import { ApiProperty } from '@nestjs/swagger';
import { checkStatuses, checkTypes, documentTypes, mediaKinds } from '../providers/kit/vocabulary.js';
import { DecisionAnswer, nullable, text } from '../sessions/rest/answers.js';

/** The shapes of answers, for the API description. */

class PersonAnswer {
  @ApiProperty(nullable(text)) firstName!: string | null;
  @ApiProperty(nullable(text)) lastName!: string | null;
  @ApiProperty(nullable(text)) fullName!: string | null;
  @ApiProperty(nullable(text)) fullNameNative!: string | null;
  @ApiProperty(nullable({ ...text, format: 'date' })) dateOfBirth!: string | null;
  @ApiProperty(nullable({ ...text, enum: ['female', 'male', 'other'] })) sex!: string | null;
  @ApiProperty(nullable({ ...text, description: 'ISO 3166-1 alpha-3' })) nationality!: string | null;
  @ApiProperty(nullable(text)) placeOfBirth!: string | null;
  @ApiProperty(nullable(text)) address!: string | null;
}

class MrzAnswer {
  @ApiProperty({ type: [String] }) lines!: string[];
  @ApiProperty({ description: 'All check digits hold.' }) valid!: boolean;
}

class DocumentAnswer {
  @ApiProperty({ enum: documentTypes }) type!: string;
  @ApiProperty(text) vendorType!: string;
  @ApiProperty(nullable(text)) issuingCountry!: string | null;
  @ApiProperty(nullable(text)) number!: string | null;
  @ApiProperty(nullable(text)) personalNumber!: string | null;
  @ApiProperty(nullable({ ...text, format: 'date' })) issueDate!: string | null;
  @ApiProperty(nullable({ ...text, format: 'date' })) expiryDate!: string | null;
  @ApiProperty({ type: MrzAnswer, nullable: true }) mrz!: MrzAnswer | null;
  @ApiProperty({ type: 'object', additionalProperties: { type: 'array', items: text } }) sources!: Record<
    string,
    string[]
  >;
  @ApiProperty({ type: [String] }) media!: string[];
}

class CheckAnswer {
  @ApiProperty({ enum: checkTypes }) type!: string;
  @ApiProperty({ enum: checkStatuses }) status!: string;
  @ApiProperty({ type: 'number', nullable: true, minimum: 0, maximum: 1, description: 'Higher is better.' })
  score!: number | null;
  @ApiProperty({ type: 'object', additionalProperties: true }) vendor!: Record<string, unknown>;
}

class MediaAnswer {
  @ApiProperty(text) id!: string;
  @ApiProperty({ enum: mediaKinds }) kind!: string;
  @ApiProperty(text) contentType!: string;
  @ApiProperty() bytes!: number;
  @ApiProperty(text) sha256!: string;
}

export class ResultAnswer {
  @ApiProperty(text) sessionId!: string;
  @ApiProperty(text) provider!: string;
  @ApiProperty({ type: DecisionAnswer, nullable: true }) decision!: DecisionAnswer | null;
  @ApiProperty({ type: PersonAnswer }) person!: PersonAnswer;
  @ApiProperty({ type: [DocumentAnswer] }) documents!: DocumentAnswer[];
  @ApiProperty({ type: [CheckAnswer] }) checks!: CheckAnswer[];
  @ApiProperty({ type: [MediaAnswer] }) media!: MediaAnswer[];
}

class MissingAnswer {
  @ApiProperty({ enum: mediaKinds }) kind!: string;
  @ApiProperty({ example: 'not_found', description: 'Why it could not be had from the provider.' })
  cause!: string;
}

export class MediaListAnswer {
  @ApiProperty({ type: [MediaAnswer] }) data!: MediaAnswer[];
  @ApiProperty({ description: 'How many are still being fetched.' }) pending!: number;
  @ApiProperty({ type: [MissingAnswer] }) missing!: MissingAnswer[];
}
