import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, IsObject, IsOptional, Max, Min } from 'class-validator';

export class PutFlowDto {
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'object', additionalProperties: true },
    example: { vove: { flowId: 'standard' } },
  })
  @IsObject()
  perProvider!: Record<string, unknown>;

  @ApiPropertyOptional({ nullable: true, minimum: 60, maximum: 1_209_600 })
  @IsOptional()
  @IsInt()
  @Min(60)
  @Max(1_209_600)
  expiresInSeconds?: number | null;
}
