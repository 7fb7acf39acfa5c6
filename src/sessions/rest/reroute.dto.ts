import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsNotEmpty, IsString, MaxLength } from 'class-validator';
import { OptionalNotNull } from '../../common/http/validators.js';

export class RerouteDto {
  @ApiPropertyOptional({
    maxLength: 64,
    example: 'vove',
    description:
      'The provider to go to. Without it routing decides, and does not lead back to one that was left.',
  })
  @OptionalNotNull()
  @IsString()
  @IsNotEmpty()
  @MaxLength(64)
  provider?: string;

  @ApiPropertyOptional({
    default: false,
    description: 'Also when the person has begun, as long as there is no verdict. What they did is lost.',
  })
  @OptionalNotNull()
  @IsBoolean()
  force?: boolean;
}
