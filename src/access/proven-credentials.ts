import { createHash } from 'node:crypto';

const mostKept = 10_000;
const goodForMs = 10 * 60_000;

/** Credentials that have lately proven good from where they came. Kept as hashes; the longest unused make way. */
export class ProvenCredentials {
  /** Until when, the one proven longest ago first. */
  private readonly until = new Map<string, number>();

  /** `now` in milliseconds. */
  has(network: string, credential: string, now: number): boolean {
    return (this.until.get(mark(network, credential)) ?? 0) > now;
  }

  add(network: string, credential: string, now: number): void {
    const marked = mark(network, credential);
    this.until.delete(marked);
    this.until.set(marked, now + goodForMs);
    if (this.until.size <= mostKept) return;
    const [oldest] = this.until.keys();
    if (oldest !== undefined) this.until.delete(oldest);
  }

  remove(network: string, credential: string): void {
    this.until.delete(mark(network, credential));
  }
}

function mark(network: string, credential: string): string {
  return createHash('sha256').update(`${network}\n${credential}`).digest('base64');
}
