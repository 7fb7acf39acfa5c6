import { Body, Controller, Headers, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { AllowAnyone } from '../../access/allow.js';
import { TakesRawBody } from '../../common/http/raw-body.js';
import { Reception } from './reception.js';

/** A uqudo result holds the chip's data and portrait. */
const largestBytes = 15 * 1024 * 1024;

class ReceivedAnswer {
  @ApiProperty({ enum: [true] }) received!: true;
}

export interface CallbackParams {
  readonly accountId: string;
}

@ApiTags('Callbacks from vendors')
@Controller('v1/callbacks')
export class CallbacksController {
  constructor(private readonly reception: Reception) {}

  @Post(':accountId')
  @HttpCode(200)
  @AllowAnyone()
  @TakesRawBody(largestBytes)
  @ApiOperation({
    summary: "Where a vendor's webhook of this provider account goes",
    description: 'Proven by its signature, or by what else the vendor offers, over the raw body of any type.',
  })
  @ApiConsumes('*/*')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiOkResponse({ type: ReceivedAnswer, description: 'Kept; the same for a repeat.' })
  async receive(
    @Param('accountId') accountId: string,
    @Headers() headers: Record<string, string | string[] | undefined>,
    @Body() body: unknown,
  ): Promise<{ received: true }> {
    await this.reception.receive(accountId, { headers: joined(headers), body: body as Buffer });
    return { received: true };
  }
}

function joined(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const given = Object.entries(headers).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given.map(([name, value]) => [name, [value].flat().join(', ')]));
}
