import { Injectable } from '@nestjs/common';
import { Problem } from '../common/problems/problem.js';
import { ApiKeys } from './api-keys.js';
import type { Principal } from './caller.js';
import { ClientTokens } from './client-tokens.js';

/** From a presented credential to who it is. */
@Injectable()
export class Credentials {
  constructor(
    private readonly apiKeys: ApiKeys,
    private readonly clientTokens: ClientTokens,
  ) {}

  async verifyHeader(authorization: string | undefined): Promise<Principal> {
    const [, credential] = /^Bearer ([\x21-\x7e]{1,4096})$/i.exec(authorization ?? '') ?? [];
    if (!credential) throw new Problem('unauthenticated');
    return credential.startsWith('idv_')
      ? this.apiKeys.verify(credential)
      : this.clientTokens.verify(credential);
  }

  verifyApiKey(key: string): Promise<Principal> {
    return this.apiKeys.verify(key);
  }

  verifyClientToken(token: string): Promise<Principal> {
    return this.clientTokens.verify(token);
  }
}
