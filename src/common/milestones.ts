import { Injectable } from '@nestjs/common';

/** Points between two durable steps: the places where a sudden death must do no harm. */
export type Milestone =
  | 'idempotency.claimed'
  | 'session.inserted'
  | 'session.started_at_provider'
  | 'session.opened'
  | 'reroute.started_at_provider'
  | 'reroute.written'
  | 'following.concluded_at_provider'
  | 'following.collected'
  | 'following.decided'
  | 'erasure.written'
  | 'erasure.told'
  | 'callback.stored'
  | 'media.kept';

/** Does nothing. Tests put something in its place that watches, waits or dies. */
@Injectable()
export class Milestones {
  reached(_milestone: Milestone): Promise<void> {
    return Promise.resolve();
  }
}
