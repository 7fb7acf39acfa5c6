import { ApiProperty } from '@nestjs/swagger';
import { subjectKinds } from '../../journal/entry.js';
import { nullable, text } from '../../sessions/rest/answers.js';

class SubjectAnswer {
  @ApiProperty({ enum: subjectKinds }) kind!: string;
  @ApiProperty(text) id!: string;
}

class ActorAnswer {
  @ApiProperty({ enum: ['api_key', 'client', 'provider', 'system'] }) kind!: string;
  @ApiProperty(nullable(text)) id!: string | null;
}

export class EntryAnswer {
  @ApiProperty(text) id!: string;
  @ApiProperty({ ...nullable(text), description: 'Null: of the platform.' }) tenantId!: string | null;
  @ApiProperty({ type: SubjectAnswer }) subject!: SubjectAnswer;
  @ApiProperty({ minimum: 1, description: 'Per subject, from 1, without gaps.' }) seq!: number;
  @ApiProperty({ example: 'routing.changed' }) type!: string;
  @ApiProperty({ ...text, format: 'date-time' }) at!: string;
  @ApiProperty({ type: ActorAnswer }) actor!: ActorAnswer;
  @ApiProperty(nullable(text)) requestId!: string | null;
  @ApiProperty({ ...nullable(text), description: "The session's after it." }) status!: string | null;
  @ApiProperty(nullable(text)) provider!: string | null;
  @ApiProperty({ type: 'object', additionalProperties: true }) data!: Record<string, unknown>;
}

export class EntryPageAnswer {
  @ApiProperty({ type: [EntryAnswer] }) data!: EntryAnswer[];
  @ApiProperty(nullable(text)) nextCursor!: string | null;
}
