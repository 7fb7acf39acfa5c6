import { parseArgs } from 'node:util';
import { modes, roles } from '../../access/api-key.js';
import { ApiKeys } from '../../access/api-keys.js';
import { Clock } from '../../common/clock.js';
import { newId } from '../../common/ids.js';
import { Log } from '../../common/log.js';
import type { Settings } from '../../config/settings.js';
import { Database } from '../../database/database.js';
import { openStorage } from '../../database/open-storage.js';
import { bySystem } from '../../journal/entry.js';
import { JournalFeed } from '../../journal/journal-feed.js';
import { Journal } from '../../journal/journal.js';

export const createKeyUsage =
  'keys create --role <app|admin|auditor> [--mode <live|test>] [--tenant <ten_…>] [--name <text>]   (without --tenant: a key of the platform)';

/** Returns the whole key: the one time that it can be seen. */
export async function createKey(settings: Settings, args: string[]): Promise<string> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ args, options: { role: text, mode: text, tenant: text, name: text } });
  const role = roles.find((known) => known === values.role);
  const mode = modes.find((known) => known === (values.mode ?? 'live'));
  if (!role || !mode) throw new Error(`usage: ${createKeyUsage}`);
  if (role === 'app' && !values.tenant)
    throw new Error('an app key belongs to a tenant: name it with --tenant');

  const log = new Log('error', process.stderr);
  const database = await Database.open(await openStorage(settings), log);
  try {
    const tenantId = values.tenant ?? null;
    if (tenantId && !(await database.client.tenant.findUnique({ where: { id: tenantId } }))) {
      throw new Error(`there is no tenant ${tenantId}`);
    }
    const clock = new Clock();
    const keys = new ApiKeys(database, new Journal(database, new JournalFeed(), clock), clock);
    const wanted = { tenantId, role, mode, name: values.name ?? 'command line' };
    const unlimited = { expiresAt: null, rateLimit: null };
    return (await keys.create(newId('key'), { ...wanted, ...unlimited }, bySystem('command line'))).secret;
  } finally {
    await database.close();
  }
}
