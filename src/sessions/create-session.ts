import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/caller.js';
import type { Mode } from '../access/api-key.js';
import { Clock } from '../common/clock.js';
import { newId } from '../common/ids.js';
import { Milestones } from '../common/milestones.js';
import { invalidField, Problem } from '../common/problems/problem.js';
import { Database, isUniqueViolation } from '../database/database.js';
import { Instances } from '../jobs/instances.js';
import { ProviderCatalog } from '../providers/catalog.js';
import type { Applicant, Handoff } from '../providers/kit/start.js';
import type { DocumentType } from '../providers/kit/vocabulary.js';
import type { Choice } from '../routing/choose.js';
import { Routing } from '../routing/routing.js';
import { Flows, type FlowFields } from '../tenants/flows.js';
import { Tenants } from '../tenants/tenants.js';
import { tell } from './domain/change.js';
import { addSeconds } from './domain/timing.js';
import type { Session } from './domain/session.js';
import { PersonSlots, slotOf } from './person-slots.js';
import { RenewHandoff } from './renew-handoff.js';
import { SessionStore } from './session-store.js';
import { SessionVault } from './session-vault.js';
import { startProblem, StartSession } from './start-session.js';

/** What an app asks for. */
export interface WantedSession {
  readonly refId: string | null;
  readonly externalId: string | null;
  readonly flow: string;
  /** A pin; null: routing decides. */
  readonly provider: string | null;
  readonly forceCreation: boolean;
  readonly applicant: Applicant | null;
  readonly country: string | null;
  readonly documentType: DocumentType | null;
  readonly returnUrl: string | null;
  readonly locale: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  /** Null: as the flow says. */
  readonly expiresInSeconds: number | null;
}

export interface HandedOver {
  readonly session: Session;
  readonly handoff: Handoff | null;
  /** False: an active session of the same person and flow. */
  readonly created: boolean;
}

type App = { readonly tenantId: string; readonly mode: Mode };

const longestDefaultSeconds = 3600;
/** How long a request waits for another one that is starting the same person's session. */
const patienceMs = 20_000;
const lookEveryMs = 50;
/** The place of a person's session may become free and be taken again while we look. */
const mostTries = 5;

@Injectable()
export class CreateSession {
  constructor(
    private readonly database: Database,
    private readonly store: SessionStore,
    private readonly vault: SessionVault,
    private readonly slots: PersonSlots,
    private readonly starts: StartSession,
    private readonly renewals: RenewHandoff,
    private readonly routing: Routing,
    private readonly flows: Flows,
    private readonly tenants: Tenants,
    private readonly catalog: ProviderCatalog,
    private readonly instances: Instances,
    private readonly clock: Clock,
    private readonly milestones: Milestones,
  ) {}

  /** `id` is the id that the session gets. */
  async run(app: App, wanted: WantedSession, caller: Caller, id = newId('vs')): Promise<HandedOver> {
    const refId = wanted.refId ?? randomUUID();
    const facts = { ...wanted, refId, pin: wanted.provider };
    const [tenant, flow, choice] = await Promise.all([
      this.tenants.get(app.tenantId),
      this.flows.forSession(app.tenantId, wanted.flow),
      this.routing.choose(app.tenantId, app.mode, facts),
    ]);
    refuseForeignReturnUrl(wanted.returnUrl, tenant.allowedOrigins);
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.insertAndStart(app, { ...wanted, refId }, caller, id, flow, choice);
      } catch (error) {
        if (!isUniqueViolation(error) || tries === mostTries) throw error;
        const existing = await this.existing(app, { refId, flow: wanted.flow }, caller);
        if (existing) return existing;
        // It ended in between: the place is free again.
      }
    }
  }

  /** Goes on where an earlier run with this id stopped; null when there was none. */
  async resume(caller: Caller, id: string): Promise<HandedOver | null> {
    const [found] = await this.store.find({ id });
    if (!found) return null;
    const session = found.status === 'created' ? await this.settled(id) : found;
    if (session.status === 'failed' && session.vendorSessionId === null) {
      throw startProblem(id, session.routing.attempts);
    }
    const { handoff } = await this.vault.open(id, 'handoff');
    return {
      session: await this.store.get(caller.scope, id),
      handoff: handoff?.handoff ?? null,
      created: true,
    };
  }

  private async insertAndStart(
    app: App,
    wanted: WantedSession & { refId: string },
    caller: Caller,
    id: string,
    flow: FlowFields,
    choice: Choice,
  ): Promise<HandedOver> {
    const first = choice.candidates.find(({ verdict }) => verdict === 'usable');
    if (!first?.accountId) throw nobodyAvailable(choice, this.catalog);
    const { definition } = this.catalog.get(first.provider);
    const session = this.compose(app, wanted, id, flow, choice, {
      provider: first.provider,
      accountId: first.accountId,
    });
    const { key, wrapped } = this.vault.newKey(id);
    const exclusive = definition.capabilities.oneActiveSessionPerRefId;

    const { inserted, request } = await this.database.unit(async (unit) => {
      if (exclusive) await this.slots.lockPerson(unit, session.accountId, session.refId);
      if (wanted.forceCreation && session.activeSlot) await this.slots.takeOver(unit, session.activeSlot);
      const superseded = exclusive
        ? await this.slots.supersede(unit, session, session.accountId, caller.origin)
        : 0;
      const composed = {
        startId: randomUUID(),
        repeated: false,
        refId: session.refId,
        externalId: session.externalId,
        forceCreation: wanted.forceCreation || superseded > 0,
        applicant: wanted.applicant,
        returnUrl: session.returnUrl,
        locale: session.locale,
        country: session.country,
        documentType: wanted.documentType,
        flow: definition.flow.parse(flow.perProvider[first.provider] ?? {}) as unknown,
      };
      const sealed = { dataKey: wrapped, ...this.vault.seal(key, id, 'request', composed) };
      const drafts = [tell(session, 'session.created', { flow: session.flow })];
      return {
        inserted: await this.store.insert(unit, session, sealed, drafts, caller.origin),
        request: composed,
      };
    });
    await this.milestones.reached('session.inserted');
    const started = await this.starts.run({ session: inserted, request, key, flow, origin: caller.origin });
    return { ...started, created: true };
  }

  private compose(
    app: App,
    wanted: WantedSession & { refId: string },
    id: string,
    flow: FlowFields,
    choice: Choice,
    at: { provider: string; accountId: string },
  ): Session {
    const now = this.clock.now();
    const { timing } = this.catalog.get(at.provider).definition;
    const seconds =
      wanted.expiresInSeconds ??
      flow.expiresInSeconds ??
      Math.min(timing.sessionLifetime, longestDefaultSeconds);
    const expiresAt = addSeconds(now, seconds);
    const { refId, externalId, country, documentType, locale, returnUrl, metadata } = wanted;
    const { policyVersion, rule, pinned, candidates } = choice;
    return {
      id,
      ...app,
      ...at,
      refId,
      externalId,
      flow: wanted.flow,
      country,
      documentType,
      locale,
      returnUrl,
      metadata,
      attempt: 1,
      status: 'created',
      statusReason: null,
      progress: [],
      decision: null,
      routing: { policyVersion, rule, pinned, candidates, attempts: [] },
      vendorSessionId: null,
      vendorStatus: null,
      handoffExpiresAt: null,
      activeSlot: slotOf({ ...app, refId, flow: wanted.flow }),
      lastSeq: 0,
      version: 1,
      deadlineAt: expiresAt,
      nextCheckAt: null,
      idleChecks: 0,
      refusals: 0,
      streaming: false,
      heldBy: this.instances.ownId,
      createdAt: now,
      updatedAt: now,
      expiresAt,
      endedAt: null,
    };
  }

  /** The person's active session of this flow, with a renewed hand-off; null when it has just ended. */
  private async existing(
    app: App,
    person: { refId: string; flow: string },
    caller: Caller,
  ): Promise<HandedOver | null> {
    const [found] = await this.store.find({ activeSlot: slotOf({ ...app, ...person }) });
    if (!found) return null;
    const session = found.status === 'created' ? await this.settled(found.id) : found;
    if (session.endedAt) return null;
    if (session.status !== 'pending' && session.status !== 'in_progress') {
      return { session, handoff: null, created: false };
    }
    return { ...(await this.renewals.run(session, caller.origin)), created: false };
  }

  /** Waits until whoever is starting the session has done so. */
  private async settled(id: string): Promise<Session> {
    for (let waited = 0; waited < patienceMs; waited += lookEveryMs) {
      const [session] = await this.store.find({ id });
      if (session && session.status !== 'created') return session;
      await delay(lookEveryMs);
    }
    throw new Problem('session_state_conflict', 'The session of this person is still being started.', {
      members: { sessionId: id },
    });
  }
}

function refuseForeignReturnUrl(returnUrl: string | null, allowedOrigins: readonly string[]): void {
  if (returnUrl === null) return;
  const origin = URL.parse(returnUrl)?.origin;
  if (!origin || !allowedOrigins.includes(origin)) throw new Problem('return_url_not_allowed');
}

function nobodyAvailable({ pinned, candidates }: Choice, catalog: ProviderCatalog): Problem {
  const [only] = candidates;
  if (pinned && only && !catalog.find(only.provider)) {
    return invalidField('provider', 'unknown_provider', `must be one of ${catalog.ids.join(', ')}`);
  }
  return new Problem('no_provider_available', undefined, {
    members: { candidates: candidates.map(({ provider, verdict }) => ({ provider, verdict })) },
  });
}
