import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccessGuard } from './access.guard.js';
import { ApiKeys } from './api-keys.js';
import { AuthFailures } from './auth-failures.js';
import { Bootstrap } from './bootstrap.js';
import { ClientTokens } from './client-tokens.js';
import { Credentials } from './credentials.js';
import { KeyUses } from './key-uses.js';
import { PresentedKeys } from './presented-keys.js';
import { RateLimits } from './rate-limits.js';

@Global()
@Module({
  providers: [
    ApiKeys,
    KeyUses,
    PresentedKeys,
    ClientTokens,
    AuthFailures,
    Credentials,
    RateLimits,
    Bootstrap,
    { provide: APP_GUARD, useClass: AccessGuard },
  ],
  exports: [ApiKeys, ClientTokens, Credentials, RateLimits],
})
export class AccessModule {}
