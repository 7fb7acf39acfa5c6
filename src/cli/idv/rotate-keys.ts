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

const mostNamed = 5;

/**
 * Seals everything anew with the first of the `ENCRYPTION_KEYS`. May be stopped and run again at any time, and
 * beside running gateways that have the same keys. What none of them opens is left as it is and told at the end, by
 * an error: it does not keep the rest from being sealed anew.
 */
export async function rotateKeys(settings: Settings, print: (line: string) => void): Promise<string> {
  const keyRing = new KeyRing(resolveKeys(settings).encryption);
  const database = await Database.open(await openStorage(settings), new Log('error', process.stderr));
  try {
    let closedCount = 0;
    for (const column of columns) {
      const { count, closed } = await reseal(database, keyRing, column);
      print(`${column.table}.${column.column}: ${count} sealed anew${complaint(closed)}`);
      closedCount += closed.length;
    }
    if (closedCount > 0) {
      throw new Error(
        `${closedCount} values open with none of the ENCRYPTION_KEYS. Add the key that sealed them behind the others and run this again.`,
      );
    }
    return 'Everything is sealed with the first key.';
  } finally {
    await database.close();
  }
}

function complaint(closed: readonly string[]): string {
  if (closed.length === 0) return '';
  const more = closed.length > mostNamed ? ', …' : '';
  return `, ${closed.length} open with no key: ${closed.slice(0, mostNamed).join(', ')}${more}`;
}
