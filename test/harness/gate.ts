import { Milestones, type Milestone } from '../../src/common/milestones.js';

/** Holds whoever gets to a milestone for as long as a test says. */
export class Gate extends Milestones {
  private readonly waiting = new Map<Milestone, { arrived: () => void; released: Promise<unknown> }>();

  override async reached(milestone: Milestone): Promise<void> {
    const held = this.waiting.get(milestone);
    if (!held) return;
    this.waiting.delete(milestone);
    held.arrived();
    await held.released;
  }

  /** The next one to get there. */
  hold(milestone: Milestone): { arrived: Promise<unknown>; release: () => void } {
    const arrival = Promise.withResolvers<null>();
    const departure = Promise.withResolvers<null>();
    this.waiting.set(milestone, { arrived: () => arrival.resolve(null), released: departure.promise });
    return { arrived: arrival.promise, release: () => departure.resolve(null) };
  }
}
