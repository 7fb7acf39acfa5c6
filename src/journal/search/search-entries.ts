import { Injectable } from '@nestjs/common';
import { newestFirst, pageOf, readCursor, type Page, type Place } from '../../common/keyset.js';
import { Database } from '../../database/database.js';
import { newestOf, type Condition, type Strands } from '../../database/newest.js';
import type { Entry } from '../entry.js';
import { Journal } from '../journal.js';
import { isFamily, isOfTypes, type EntryFilter } from './entry-filter.js';
import { typesIn, type Realm } from './realm.js';

/**
 * Finds entries, page by page. As for sessions, every question is answered from index ranges that hold nothing but
 * what is asked for. Only what is asked about one subject is looked for among all of its entries.
 */
@Injectable()
export class SearchEntries {
  constructor(
    private readonly database: Database,
    private readonly journal: Journal,
  ) {}

  /** Newest first, of all realms together. Throws `invalid_cursor`. */
  async run(
    realms: readonly Realm[],
    filter: EntryFilter,
    limit: number,
    cursor: string | null,
  ): Promise<Page<Entry>> {
    const after = cursor === null ? null : readCursor('evt', cursor);
    const found = await Promise.all(realms.map((realm) => this.ids(realm, filter, after, limit + 1)));
    const entries = await this.journal.find(found.flat());
    return pageOf(entries.sort(newestFirst), limit, ({ at, id }) => ({ at, id }));
  }

  private async ids(
    realm: Realm,
    filter: EntryFilter,
    after: Place | null,
    limit: number,
  ): Promise<string[]> {
    const strands = await this.strands(realm, filter);
    return newestOf(this.database, strands, { from: filter.from, before: filter.to }, after, limit);
  }

  private async strands(realm: Realm, filter: EntryFilter): Promise<Strands> {
    const { subject, actor, types } = filter;
    if (subject !== null) return aboutSubject(realm, subject, filter);
    const entries = strandsIn(realm);
    if (actor !== null) {
      const ofActor = await this.types(realm, filter);
      return {
        ...entries(['actor_id', 'type']),
        values: ofActor.map(({ tenantId, type }) => [...own(tenantId), actor, type]),
      };
    }
    if (types !== null) {
      const wanted = await this.types(realm, filter);
      return {
        ...entries(['type']),
        values: wanted.map(({ tenantId, type }) => [...own(tenantId), type]),
      };
    }
    return { ...entries([]), values: realm.of === 'tenants' ? realm.ids.map((id) => [id]) : [[]] };
  }

  /** Asks for those that there are only where the filter does not name them. */
  private async types(realm: Realm, { actor, types }: EntryFilter) {
    if (types?.some(isFamily) === false) {
      const tenantIds = realm.of === 'tenants' ? realm.ids : [null];
      return tenantIds.flatMap((tenantId) => [...new Set(types)].map((type) => ({ tenantId, type })));
    }
    const present = await typesIn(this.database, realm, actor);
    return present.filter(({ type }) => isOfTypes(type, types));
  }
}

function strandsIn(realm: Realm) {
  return (keys: readonly string[]) =>
    realm.of === 'tenants'
      ? ({ table: 'journal_entries', at: 'at', keys: ['tenant_id', ...keys] } as const)
      : ({ table: 'journal_entries', at: 'at', keys, always: 'one.tenant_id IS NULL' } as const);
}

function own(tenantId: string | null): string[] {
  return tenantId === null ? [] : [tenantId];
}

function aboutSubject(realm: Realm, subject: string, { actor, types }: EntryFilter): Strands {
  const where: Condition[] = [];
  if (realm.of === 'tenants') where.push({ sql: 'one.tenant_id = ANY (?::text[])', value: realm.ids });
  if (actor !== null) where.push({ sql: 'one.actor_id = ?', value: actor });
  if (types !== null) {
    where.push({ sql: 'one.type LIKE ANY (?::text[])', value: types.map(likePattern) });
  }
  const always = realm.of === 'platform' ? 'one.tenant_id IS NULL' : 'true';
  return { table: 'journal_entries', at: 'at', keys: ['subject_id'], values: [[subject]], where, always };
}

function likePattern(type: string): string {
  const literal = type.replaceAll('_', '\\_');
  return isFamily(literal) ? `${literal.slice(0, -1)}%` : literal;
}
