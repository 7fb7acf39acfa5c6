import { Controller, Get, Headers, Param, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { AllowAnyone } from '../access/allow.js';
import { Problem } from '../common/problems/problem.js';
import { pageHeaders } from './page-headers.js';
import { StaticFiles } from './static-files.js';

const entry = 'index.html';

/** Images come as blobs, because they are fetched with the token in a header; web sockets need their schemes named in older browsers. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob:",
  "connect-src 'self' ws: wss:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The hosted verification page. It holds nothing of a session: the token is in the fragment, which no server sees. */
@ApiExcludeController()
@AllowAnyone()
@Controller('verify')
export class VerifyController {
  constructor(private readonly files: StaticFiles) {}

  @Get()
  page(@Headers('if-none-match') known: string | undefined, @Res() reply: FastifyReply): Promise<void> {
    return this.send(entry, known, reply);
  }

  @Get(':file')
  async file(
    @Param('file') name: string,
    @Headers('if-none-match') known: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    // The page's links to its own files are relative to `/verify`.
    if (name === entry) throw new Problem('not_found');
    await this.send(name, known, reply);
  }

  private async send(name: string, known: string | undefined, reply: FastifyReply): Promise<void> {
    const file = this.files.get(name);
    if (!file) throw new Problem('not_found');
    void reply.headers({
      ...pageHeaders(contentSecurityPolicy),
      'cache-control': 'no-cache',
      etag: file.etag,
    });
    if (isKnown(file.etag, known)) await reply.status(304).send();
    else await reply.type(file.contentType).send(file.body);
  }
}

/** A proxy that compresses makes a strong tag weak; it still names the same file. */
function isKnown(etag: string, ifNoneMatch = ''): boolean {
  const tags = ifNoneMatch.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes(etag) || tags.includes('*');
}
