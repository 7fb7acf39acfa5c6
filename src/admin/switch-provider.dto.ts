import { ApiProperty } from '@nestjs/swagger';
import { IsNotEmpty, IsString, MaxLength } from 'class-validator';

export class SwitchProviderDto {
  @ApiProperty({ example: 'vove' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(64)
  provider!: string;
}
