import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
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
    private readonly clock: Clock,
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

  /** Of those who have been let in, whoever would not be let in any more. */
  async lapsed(principals: readonly Principal[]): Promise<Set<Principal>> {
    const keyIds = principals.flatMap((each) => (each.kind === 'key' ? [each.keyId] : []));
    const inForce = await this.presentedKeys.inForce([...new Set(keyIds)]);
    const now = this.clock.now();
    const isLapsed = (each: Principal) =>
      each.kind === 'key' ? !inForce.has(each.keyId) : each.expiresAt <= now;
    return new Set(principals.filter(isLapsed));
  }

  private networkOf(sender: Sender): string {
    return clientNetwork(sender, this.settings.proxies);
  }
}
