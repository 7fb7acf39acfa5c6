import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import { isId } from '../../common/ids.js';
import { Problem } from '../../common/problems/problem.js';
import { Database } from '../../database/database.js';
import type { Origin } from '../../journal/entry.js';
import { Journal } from '../../journal/journal.js';
import { CallbackStore } from './callback-store.js';
import { Inbox } from './inbox.js';
import type { ReceivedCallback } from './received-callback.js';

@Injectable()
export class RetryCallback {
  constructor(
    private readonly database: Database,
    private readonly store: CallbackStore,
    private readonly inbox: Inbox,
    private readonly journal: Journal,
    private readonly clock: Clock,
  ) {}

  /**
   * Has a callback that was given up worked on anew; one that is done or under way stays as it is. Throws
   * `not_found`.
   */
  async run(tenantId: string, id: string, origin: Origin): Promise<ReceivedCallback> {
    const before = await this.get(tenantId, id);
    const { accountId, status } = before;
    const revived = await this.database.unit(async (unit) => {
      if (!(await this.store.revive(unit, id, this.clock.now()))) return false;
      const subject = { kind: 'provider_account', id: accountId } as const;
      const drafts = [{ type: 'provider_account.callback_retried', data: { callbackId: id, was: status } }];
      await this.journal.append(unit, { tenantId, subject, drafts, origin });
      return true;
    });
    const after = revived ? await this.get(tenantId, id) : before;
    if (revived) this.inbox.workSoon(id);
    return after;
  }

  private async get(tenantId: string, id: string): Promise<ReceivedCallback> {
    const found = isId('cbk', id) ? await this.store.find(tenantId, id) : undefined;
    if (!found) throw new Problem('not_found');
    return found;
  }
}
