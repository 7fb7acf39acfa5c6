import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { Problem } from '../common/problems/problem.js';
import type { Origin } from '../journal/entry.js';
import { ProviderError } from '../providers/kit/errors.js';
import type { Handoff } from '../providers/kit/start.js';
import { renewed } from './domain/lifecycle.js';
import type { Session } from './domain/session.js';
import { openedBy } from './opened-by.js';
import { ProviderCalls } from './provider-calls.js';
import { SessionStore } from './session-store.js';
import { SessionVault } from './session-vault.js';
import { problemOfFailure } from './start-problem.js';

/** Gives a person whose QR or token has lapsed, or got lost, a fresh one for the same session. */
@Injectable()
export class RenewHandoff {
  constructor(
    private readonly store: SessionStore,
    private readonly vault: SessionVault,
    private readonly calls: ProviderCalls,
    private readonly clock: Clock,
  ) {}

  /**
   * Throws `session_state_conflict` for a session that waits for nobody, `session_erased` for one that is
   * erased, and `provider_…` when the vendor cannot.
   */
  async run(session: Session, origin: Origin): Promise<{ session: Session; handoff: Handoff }> {
    const { handoff: present } = await this.vault.open(session.id, 'handoff');
    if (!waitsForPerson(session)) throw conflict(session);
    const { provider, ctx, ref } = await this.calls.about(session);
    const begun = session.status !== 'pending';
    if (!provider.renew || (begun && provider.definition.capabilities.renewalReplacesSession)) {
      // Another vendor session would throw away what the person has done; the present hand-off still leads there.
      if (present && present.handoff.expiresAt > this.clock.now())
        return { session, handoff: present.handoff };
      throw conflict(session);
    }

    const started = await provider.renew(ctx, ref).catch((error: unknown) => {
      throw error instanceof ProviderError ? problemOfFailure(error, session.id) : error;
    });
    const { handoff, secrets } = started;
    const sealed = this.vault.seal(await this.vault.key(session.id), session.id, 'handoff', {
      handoff,
      secrets,
    });
    const after = await this.store.alter(
      session.id,
      (current) => {
        if (!waitsForPerson(current)) throw conflict(current);
        if (current.attempt !== session.attempt) throw rerouted();
        const now = this.clock.now();
        return renewed(current, openedBy(provider, ctx.account.settings, started, now), now);
      },
      origin,
      sealed,
    );
    return { session: after, handoff };
  }
}

function waitsForPerson({ status }: Session): boolean {
  return status === 'pending' || status === 'in_progress';
}

function rerouted(): Problem {
  return new Problem('session_state_conflict', 'The session has been given to another provider meanwhile.');
}

function conflict({ status }: Session): Problem {
  return new Problem('session_state_conflict', `A session that is ${status} has no hand-off to renew.`);
}
