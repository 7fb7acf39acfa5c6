import { delays, type Disturbances } from './disturbances.js';
import type { Courier, Letter } from './deliver.js';

export const outboxDisturbances = delays({
  webhook_lost: 'the notice is never sent',
  webhook_duplicated: 'the notice is sent twice',
  webhook_disordered: 'a notice of the way is held back and comes after the one that ends the session',
});

/** Between "something happened" and the courier: where notices get lost, doubled and overtaken. */
export class Outbox {
  private readonly heldBack = new Map<string, Letter[]>();

  constructor(
    private readonly courier: Courier,
    private readonly disturbances: Disturbances,
  ) {}

  /** @param last nothing more is expected for this session */
  post(session: string, letter: Letter, last: boolean): void {
    if (this.disturbances.strikes('webhook_lost', session)) return;
    const held = this.heldBack.get(session) ?? [];
    if (!last && this.disturbances.strikes('webhook_disordered', session)) {
      this.heldBack.set(session, [letter, ...held]);
      return;
    }
    const copies = this.disturbances.strikes('webhook_duplicated', session) ? [letter, letter] : [letter];
    const overtaken = last ? held : [];
    for (const each of [...copies, ...overtaken]) this.courier.send(session, each);
    if (last) this.heldBack.delete(session);
  }

  clear(): void {
    this.heldBack.clear();
    this.courier.stop();
  }
}
