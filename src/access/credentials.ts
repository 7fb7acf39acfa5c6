import { Inject, Injectable } from '@nestjs/common';
import { Problem } from '../common/problems/problem.js';
import { SETTINGS } from '../config/config.module.js';
import type { Settings } from '../config/settings.js';
import { AuthFailures } from './auth-failures.js';
import type { Principal } from './caller.js';
import { clientNetwork, type Sender } from './client-network.js';
import { ClientTokens } from './client-tokens.js';
import { PresentedKeys } from './presented-keys.js';

/** From a presented credential to who it is. Throws `unauthenticated`, and `rate_limited` after too many failures. */
@Injectable()
export class Credentials {
  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly failures: AuthFailures,
    private readonly presentedKeys: PresentedKeys,
    private readonly clientTokens: ClientTokens,
  ) {}

  async verifyHeader(authorization: string | undefined, sender: Sender): Promise<Principal> {
    const [, credential] = /^Bearer ([\x21-\x7e]{1,4096})$/i.exec(authorization ?? '') ?? [];
    if (!credential) throw new Problem('unauthenticated');
    return credential.startsWith('idv_')
      ? this.verifyApiKey(credential, sender)
      : this.verifyClientToken(credential, sender);
  }

  verifyApiKey(key: string, sender: Sender): Promise<Principal> {
    return this.failures.checked(this.networkOf(sender), key, () => this.presentedKeys.verify(key));
  }

  verifyClientToken(token: string, sender: Sender): Promise<Principal> {
    return this.failures.checked(this.networkOf(sender), token, () => this.clientTokens.verify(token));
  }

  private networkOf(sender: Sender): string {
    return clientNetwork(sender, this.settings.proxies);
  }
}
