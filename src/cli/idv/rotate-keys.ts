import { KeyRing } from '../../common/crypto/key-ring.js';
import type { SealedColumn } from '../../common/crypto/sealed-column.js';
import { Log } from '../../common/log.js';
import { resolveKeys } from '../../config/keys.js';
import type { Settings } from '../../config/settings.js';
import { Database } from '../../database/database.js';
import { openStorage } from '../../database/open-storage.js';
import { sealedCallbacks } from '../../following/inbox/sealed-requests.js';
import { sealedAnswers } from '../../idempotency/idempotency-store.js';
import { sealedTraces } from '../../privacy/vendor-traces.js';
import { sealedDataKeys } from '../../sessions/session-vault.js';
import { sealedCredentials } from '../../tenants/provider-accounts.js';
import { reseal } from './reseal.js';

/** Whatever the key ring has sealed. What sessions seal themselves is under their data keys, and stays as it is. */
const columns: readonly SealedColumn[] = [
  sealedDataKeys,
  sealedCredentials,
  sealedAnswers,
  sealedCallbacks,
  sealedTraces,
];

/**
 * Seals everything anew with the first of the `ENCRYPTION_KEYS`. May be stopped and run again at any time, and
 * beside running gateways that have the same keys.
 */
export async function rotateKeys(settings: Settings, print: (line: string) => void): Promise<string> {
  const keyRing = new KeyRing(resolveKeys(settings).encryption);
  const database = await Database.open(await openStorage(settings), new Log('error', process.stderr));
  try {
    for (const column of columns) {
      const count = await reseal(database, keyRing, column);
      print(`${column.table}.${column.column}: ${count} sealed anew`);
    }
    return 'Everything is sealed with the first key.';
  } finally {
    await database.close();
  }
}
