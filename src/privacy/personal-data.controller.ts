import { Controller, Delete, Get, HttpCode, Param } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, By } from '../access/allow.js';
import type { Caller } from '../access/caller.js';
import { Problem } from '../common/problems/problem.js';
import { SessionStore } from '../sessions/session-store.js';
import { ErasePersonalData } from './erase-personal-data.js';
import { ErasureAnswer } from './erasure.answer.js';
import type { ErasureReceipt } from './erasure-receipt.js';
import { ErasureStore } from './erasure-store.js';

@ApiTags('Sessions')
@Controller('v1/sessions/:id/personal-data')
export class PersonalDataController {
  constructor(
    private readonly sessions: SessionStore,
    private readonly erasure: ErasePersonalData,
    private readonly erasures: ErasureStore,
  ) {}

  @Delete()
  @HttpCode(202)
  @Allow('personal-data:erase')
  @ApiOperation({ summary: 'Erase the personal data, here at once and then at the provider' })
  @ApiAcceptedResponse({ type: ErasureAnswer, description: 'The receipt; the same one for each repeat.' })
  async erase(@Param('id') id: string, @By() caller: Caller): Promise<ErasureReceipt> {
    return this.erasure.run(await this.sessions.get(caller.scope, id), caller.origin);
  }

  @Get()
  @Allow('sessions:read')
  @ApiOperation({ summary: 'Read the receipt of an erasure' })
  @ApiOkResponse({ type: ErasureAnswer })
  async read(@Param('id') id: string, @By() caller: Caller): Promise<ErasureReceipt> {
    const session = await this.sessions.get(caller.scope, id);
    const receipt = await this.erasures.ofSession(session.id);
    if (!receipt) throw new Problem('session_state_conflict', 'Nothing of this session has been erased.');
    return receipt;
  }
}
