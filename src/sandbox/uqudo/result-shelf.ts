import type { Strikes } from './disturbances.js';
import type { FlowResult } from './result/flow-result.js';
import type { Sessions, UqudoSession } from './sessions.js';

/** The results that can still be fetched, with their images. */
export class ResultShelf {
  private readonly sessionOfImage = new Map<string, UqudoSession>();

  constructor(
    private readonly sessions: Sessions,
    private readonly strikes: Strikes,
  ) {}

  put(session: UqudoSession, result: FlowResult): void {
    this.dropExpired();
    session.result = result;
    for (const id of result.images.keys()) this.sessionOfImage.set(id, session);
  }

  result(sessionId: string): { session: UqudoSession; result: FlowResult } | undefined {
    const session = this.sessions.withId(sessionId);
    if (!session?.result || isExpired(session.result)) return undefined;
    return { session, result: session.result };
  }

  /** Whose image it is. */
  owner(imageId: string): UqudoSession | undefined {
    return this.sessionOfImage.get(imageId.toLowerCase());
  }

  image(imageId: string): Buffer | undefined {
    const owner = this.owner(imageId);
    if (!owner || this.strikes('image_missing', owner.id)) return undefined;
    return this.result(owner.id)?.result.images.get(imageId.toLowerCase());
  }

  discard(sessionId: string): void {
    const session = this.sessions.withId(sessionId);
    if (session && !this.strikes('erasure_ignored', session.id)) this.remove(session);
  }

  clear(): void {
    this.sessionOfImage.clear();
  }

  /** The oldest come first, so this looks at few. */
  private dropExpired(): void {
    for (const session of this.sessionOfImage.values()) {
      if (session.result && !isExpired(session.result)) return;
      this.remove(session);
    }
  }

  private remove(session: UqudoSession): void {
    for (const id of session.result?.images.keys() ?? []) this.sessionOfImage.delete(id);
    delete session.result;
  }
}

function isExpired(result: FlowResult): boolean {
  return result.expiresAt * 1000 <= Date.now();
}
