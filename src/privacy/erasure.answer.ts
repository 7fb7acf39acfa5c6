import { ApiProperty } from '@nestjs/swagger';

export class ErasureAnswer {
  @ApiProperty({ example: 'ers_01ky4m9r7sf4h8r3t5n2e6x0qa' }) id!: string;
  @ApiProperty() sessionId!: string;
  @ApiProperty({ enum: ['pending', 'completed'] }) status!: string;
  @ApiProperty({
    enum: ['pending', 'confirmed', 'requested', 'unsupported', 'failed'],
    description: 'requested: taken, never confirmed. failed: not reached for days, and still tried.',
  })
  atProvider!: string;
  @ApiProperty({ enum: ['pending', 'confirmed'] }) inStorage!: string;
  @ApiProperty({ type: 'string', format: 'date-time' }) requestedAt!: string;
  @ApiProperty({ type: 'string', format: 'date-time', nullable: true }) completedAt!: string | null;
}
