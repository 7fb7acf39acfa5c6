import { ApiProperty } from '@nestjs/swagger';
import { candidateVerdicts } from '../../routing/choose.js';
import { ErasureAnswer } from '../../privacy/erasure.answer.js';
import { failedStarts } from '../../sessions/domain/session.js';
import { nullable, SessionAnswer, text } from '../../sessions/rest/answers.js';
import { EntryAnswer } from '../entries/answers.js';

/** The shapes of answers, for the API description. */

const startOutcomes = ['started', ...failedStarts];

class CandidateAnswer {
  @ApiProperty(text) provider!: string;
  @ApiProperty(nullable(text)) accountId!: string | null;
  @ApiProperty({ enum: candidateVerdicts, description: 'Why it may be tried, or why not.' }) verdict!: string;
}

class ChoiceAnswer {
  @ApiProperty({ type: 'integer', nullable: true, description: 'Null: nobody had chosen.' })
  policyVersion!: number | null;
  @ApiProperty({ ...nullable(text), description: 'The rule that fitted; null: the default.' })
  rule!: string | null;
  @ApiProperty({ description: 'The app had named the provider.' }) pinned!: boolean;
  @ApiProperty({ type: [CandidateAnswer] }) candidates!: CandidateAnswer[];
}

class RoutingAnswer extends ChoiceAnswer {
  @ApiProperty({
    type: [ChoiceAnswer],
    required: false,
    description: 'The choices before it, oldest first, where the session was rerouted.',
  })
  former?: ChoiceAnswer[];
}

class AttemptAnswer {
  @ApiProperty(text) provider!: string;
  @ApiProperty({ enum: startOutcomes }) outcome!: string;
  @ApiProperty({ minimum: 0 }) ms!: number;
  @ApiProperty({ required: false, description: 'The first answer was lost, and it was asked once more.' })
  repeated?: boolean;
}

class ExchangeAnswer {
  @ApiProperty(text) provider!: string;
  @ApiProperty(text) accountId!: string;
  @ApiProperty({ example: 'session.create' }) operation!: string;
  @ApiProperty({ minimum: 1, description: '1 for the first try of a call.' }) attempt!: number;
  @ApiProperty({ type: 'integer', nullable: true, description: 'Of HTTP; null: there was no answer.' })
  status!: number | null;
  @ApiProperty({ ...nullable(text), description: 'Why there was no answer.' }) failure!: string | null;
  @ApiProperty({ minimum: 0, description: 'Of the slowest.' }) ms!: number;
  @ApiProperty({ minimum: 1, description: 'How many that went alike it stands for.' }) times!: number;
  @ApiProperty({ ...text, format: 'date-time', description: 'When the first of them had ended.' })
  firstAt!: string;
  @ApiProperty({ ...text, format: 'date-time', description: 'When the last of them had ended.' }) at!: string;
}

export class SessionRecordAnswer {
  @ApiProperty({ type: SessionAnswer }) session!: SessionAnswer;
  @ApiProperty({ type: RoutingAnswer }) routing!: RoutingAnswer;
  @ApiProperty({ type: [AttemptAnswer] }) attempts!: AttemptAnswer[];
  @ApiProperty({ type: [EntryAnswer] }) timeline!: EntryAnswer[];
  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'Where `GET /v1/sessions/{id}/events?after=` goes on; null: this is all.',
  })
  timelineGoesOnAfter!: number | null;
  @ApiProperty({ type: [ExchangeAnswer] }) exchanges!: ExchangeAnswer[];
  @ApiProperty({ type: [EntryAnswer], description: 'Looks at personal data.' }) views!: EntryAnswer[];
  @ApiProperty({ type: ErasureAnswer, nullable: true }) erasure!: ErasureAnswer | null;
}
