import { Injectable } from '@nestjs/common';
import type { Entry } from './entry.js';

type Listener = (entries: readonly Entry[]) => void;

/** Tells this process of entries once they are committed. A hint: who needs certainty reads the journal. */
@Injectable()
export class JournalFeed {
  private readonly listeners = new Set<Listener>();

  /** Returns how to stop listening. */
  listen(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  tell(entries: readonly Entry[]): void {
    for (const listener of this.listeners) listener(entries);
  }
}
