import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccessGuard } from './access.guard.js';
import { ApiKeys } from './api-keys.js';
import { Bootstrap } from './bootstrap.js';
import { ClientTokens } from './client-tokens.js';
import { Credentials } from './credentials.js';

@Global()
@Module({
  providers: [ApiKeys, ClientTokens, Credentials, Bootstrap, { provide: APP_GUARD, useClass: AccessGuard }],
  exports: [ApiKeys, ClientTokens, Credentials],
})
export class AccessModule {}
