import { Controller, Get, Headers, Param, Res } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Allow, By } from '../access/allow.js';
import type { Caller } from '../access/caller.js';
import { pictureTypes } from '../media/examination.js';
import { SessionMedia } from '../media/session-media.js';
import { SessionStore } from '../sessions/session-store.js';
import { MediaListAnswer, ResultAnswer } from './answers.js';
import { mediaListView } from './media-view.js';
import { pictureHeaders } from './picture-headers.js';
import { readPurpose } from './purpose.js';
import { resultView } from './result-view.js';
import { SessionPictures } from './session-pictures.js';
import { SessionResults } from './session-results.js';

const purposeHeader = {
  name: 'X-Purpose',
  required: false,
  description: 'Why it is looked at, for the history.',
} as const;

@ApiTags('Results')
@Controller('v1/sessions/:id')
export class ResultsController {
  constructor(
    private readonly store: SessionStore,
    private readonly results: SessionResults,
    private readonly media: SessionMedia,
    private readonly pictures: SessionPictures,
  ) {}

  @Get('result')
  @Allow('results:read')
  @ApiOperation({ summary: 'Read the normalized result (personal data; the look is journalled)' })
  @ApiHeader(purposeHeader)
  @ApiOkResponse({ type: ResultAnswer })
  async result(
    @Param('id') id: string,
    @Headers('x-purpose') purpose: string | undefined,
    @By() caller: Caller,
  ): Promise<ReturnType<typeof resultView>> {
    const session = await this.store.get(caller.scope, id);
    const findings = await this.results.view(session, readPurpose(purpose), caller.origin);
    return resultView(session, findings, await this.media.list(session.id));
  }

  @Get('media')
  @Allow('results:read')
  @ApiOperation({ summary: "List a session's pictures" })
  @ApiOkResponse({ type: MediaListAnswer })
  async list(@Param('id') id: string, @By() caller: Caller): Promise<ReturnType<typeof mediaListView>> {
    const session = await this.store.get(caller.scope, id);
    return mediaListView(await this.media.list(session.id));
  }

  @Get('media/:mediaId')
  @Allow('results:read')
  @ApiOperation({ summary: 'Read a picture (personal data; the look is journalled)' })
  @ApiHeader(purposeHeader)
  @ApiProduces(...Object.keys(pictureTypes))
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  async picture(
    @Param('id') id: string,
    @Param('mediaId') mediaId: string,
    @Headers('x-purpose') purpose: string | undefined,
    @By() caller: Caller,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const session = await this.store.get(caller.scope, id);
    const { media, content } = await this.pictures.view(
      session,
      mediaId,
      readPurpose(purpose),
      caller.origin,
    );
    await reply.headers(pictureHeaders(media)).send(content);
  }
}
