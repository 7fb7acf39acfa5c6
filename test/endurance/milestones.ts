import type { Milestone } from '../../src/common/milestones.js';

/** What a process can be killed at; each has a spec of this name. */
export type What = 'creating' | 'rerouting' | 'following' | 'calling back' | 'erasing' | 'capturing';

/** Every milestone there is, by what goes on there. A new one does not compile until it stands here, and is so tested. */
const milestones: Readonly<Record<Milestone, What>> = {
  'idempotency.claimed': 'creating',
  'session.inserted': 'creating',
  'session.started_at_provider': 'creating',
  'session.opened': 'creating',
  'reroute.started_at_provider': 'rerouting',
  'reroute.written': 'rerouting',
  'following.concluded_at_provider': 'following',
  'following.collected': 'following',
  'following.decided': 'following',
  'erasure.written': 'erasing',
  'erasure.told': 'erasing',
  'callback.stored': 'calling back',
  'media.kept': 'capturing',
};

export function milestonesOf(what: What): Milestone[] {
  return (Object.keys(milestones) as Milestone[]).filter((milestone) => milestones[milestone] === what);
}
