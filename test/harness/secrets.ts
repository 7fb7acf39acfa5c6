import { randomBytes } from 'node:crypto';
import { plant } from './trace.js';

/** Keys of a gateway's own, as its settings name them. */
export function secretEnvironment(): Record<string, string> {
  return {
    ENCRYPTION_KEYS: plant(randomBytes(32).toString('base64')),
    TOKEN_SIGNING_KEY: plant(randomBytes(32).toString('base64')),
    BOOTSTRAP_ADMIN_KEY: plant(`idv_admin_live_${randomBytes(24).toString('hex')}`),
  };
}
