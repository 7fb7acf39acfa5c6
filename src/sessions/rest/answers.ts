import { ApiProperty } from '@nestjs/swagger';
import { checkTypes, outcomes, stepNames } from '../../providers/kit/vocabulary.js';
import { statuses } from '../domain/status.js';

/** The shapes of answers, for the API description. */

export const text = { type: 'string' } as const;
const time = { type: 'string', format: 'date-time' } as const;
export const nullable = <T extends object>(schema: T) => ({ ...schema, nullable: true }) as const;

class StepAnswer {
  @ApiProperty({ enum: stepNames }) step!: string;
  @ApiProperty({ enum: ['completed'] }) status!: string;
  @ApiProperty(time) at!: string;
}

class ReasonAnswer {
  @ApiProperty({ example: 'face_mismatch' }) code!: string;
  @ApiProperty(nullable({ ...text, enum: [...checkTypes] })) check!: string | null;
  @ApiProperty(text) message!: string;
}

export class DecisionAnswer {
  @ApiProperty({ enum: outcomes }) outcome!: string;
  @ApiProperty({ minimum: 1 }) revision!: number;
  @ApiProperty({ enum: ['provider', 'policy'] }) decidedBy!: string;
  @ApiProperty({ type: 'number', nullable: true, minimum: 0, maximum: 100 }) score!: number | null;
  @ApiProperty(nullable({ ...text, enum: ['high', 'medium', 'low'] })) level!: string | null;
  @ApiProperty({ type: [ReasonAnswer] }) reasons!: ReasonAnswer[];
  @ApiProperty(time) decidedAt!: string;
}

class HandoffAnswer {
  @ApiProperty({ enum: ['qr', 'redirect', 'sdk'] }) kind!: string;
  @ApiProperty({ ...text, required: false, description: 'qr: what the QR shows' }) text?: string;
  @ApiProperty({ ...text, required: false, description: 'qr: for a tap on the same phone' })
  deepLink?: string;
  @ApiProperty({ ...text, required: false, description: 'qr: the QR as an image' }) imageUrl?: string;
  @ApiProperty({ ...text, required: false, description: 'redirect and sdk: the hosted page' }) url?:
    string | null;
  @ApiProperty({ ...text, required: false, description: 'sdk: which one' }) sdk?: string;
  @ApiProperty({ ...text, required: false, description: 'sdk: its token' }) token?: string;
  @ApiProperty({ ...text, required: false, nullable: true }) publicKey?: string | null;
  @ApiProperty({ ...text, required: false }) environment?: string;
  @ApiProperty(time) expiresAt!: string;
}

export class SessionAnswer {
  @ApiProperty({ example: 'vs_01ky4m9r7sf4h8r3t5n2e6x0qa' }) id!: string;
  @ApiProperty({ enum: ['verification_session'] }) object!: string;
  @ApiProperty(text) tenantId!: string;
  @ApiProperty({ enum: ['live', 'test'] }) mode!: string;
  @ApiProperty(text) refId!: string;
  @ApiProperty(nullable(text)) externalId!: string | null;
  @ApiProperty(text) flow!: string;
  @ApiProperty(text) provider!: string;
  @ApiProperty({ minimum: 1 }) attempt!: number;
  @ApiProperty({ enum: statuses }) status!: string;
  @ApiProperty(nullable(text)) statusReason!: string | null;
  @ApiProperty({
    type: HandoffAnswer,
    nullable: true,
    description: 'For app keys, while it leads somewhere.',
  })
  handoff!: HandoffAnswer | null;
  @ApiProperty({ type: [StepAnswer] }) progress!: StepAnswer[];
  @ApiProperty({ type: DecisionAnswer, nullable: true }) decision!: DecisionAnswer | null;
  @ApiProperty({ minimum: 1 }) lastSeq!: number;
  @ApiProperty(time) expiresAt!: string;
  @ApiProperty(time) createdAt!: string;
  @ApiProperty(time) updatedAt!: string;
  @ApiProperty(nullable(time)) endedAt!: string | null;
  @ApiProperty({ type: 'object', additionalProperties: text }) metadata!: Record<string, string>;
}

export class HandedOverAnswer extends SessionAnswer {
  @ApiProperty({ ...text, description: 'The hosted page; the client token stands in its fragment.' })
  hostedUrl!: string;
  @ApiProperty({ ...text, description: 'For the browser: opens this session alone.' }) clientToken!: string;
}

export class SessionPageAnswer {
  @ApiProperty({ type: [SessionAnswer] }) data!: SessionAnswer[];
  @ApiProperty(nullable(text)) nextCursor!: string | null;
}

export class ClientSessionAnswer {
  @ApiProperty(text) id!: string;
  @ApiProperty({ enum: ['verification_session'] }) object!: string;
  @ApiProperty({ enum: statuses }) status!: string;
  @ApiProperty({ type: [StepAnswer] }) progress!: StepAnswer[];
  @ApiProperty({ type: HandoffAnswer, nullable: true }) handoff!: HandoffAnswer | null;
  @ApiProperty(nullable({ ...text, enum: [...outcomes] })) outcome!: string | null;
  @ApiProperty(nullable(text)) returnUrl!: string | null;
  @ApiProperty(nullable(text)) locale!: string | null;
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true }) theme!: null;
  @ApiProperty({ minimum: 1 }) lastSeq!: number;
  @ApiProperty(time) createdAt!: string;
  @ApiProperty(time) expiresAt!: string;
  @ApiProperty(nullable(time)) endedAt!: string | null;
}

class EventAnswer {
  @ApiProperty(text) id!: string;
  @ApiProperty(text) sessionId!: string;
  @ApiProperty({ minimum: 1, description: 'Per session, from 1, without gaps.' }) seq!: number;
  @ApiProperty({ example: 'session.approved' }) type!: string;
  @ApiProperty(time) at!: string;
  @ApiProperty({ enum: statuses, nullable: true }) status!: string | null;
  @ApiProperty(nullable(text)) provider!: string | null;
  @ApiProperty({ type: 'object', additionalProperties: true }) data!: Record<string, unknown>;
}

export class EventsAnswer {
  @ApiProperty({ type: [EventAnswer] }) data!: EventAnswer[];
}
