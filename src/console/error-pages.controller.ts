import { Controller, Get, Param, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { AllowAnyone } from '../access/allow.js';
import { problemKinds, type ProblemCode } from '../common/problems/catalog.js';
import { Problem } from '../common/problems/problem.js';
import { documentPolicy, errorIndex, errorPage } from './error-pages.js';
import { pageHeaders } from './page-headers.js';

/** Where the `type` of a problem document leads. */
@ApiExcludeController()
@AllowAnyone()
@Controller('docs/errors')
export class ErrorPagesController {
  @Get()
  index(@Res() reply: FastifyReply): void {
    send(reply, errorIndex());
  }

  @Get(':code')
  page(@Param('code') code: string, @Res() reply: FastifyReply): void {
    if (!isProblemCode(code)) throw new Problem('not_found');
    send(reply, errorPage(code));
  }
}

function send(reply: FastifyReply, html: string): void {
  void reply.headers({ ...pageHeaders(documentPolicy), 'cache-control': 'no-cache' });
  void reply.type('text/html; charset=utf-8').send(html);
}

function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(problemKinds, code);
}
