import { hash } from 'node:crypto';
import { forgetOldest } from '../common/forget-oldest.js';

const mostKept = 10_000;
const goodForMs = 10 * 60_000;

/** Credentials that have lately proven good where they came from. The longest unused make way for others. */
export class ProvenCredentials {
  /** Mark → until when, in milliseconds; the one proven longest ago first. */
  private readonly until = new Map<string, number>();

  has(marked: string, now: Date): boolean {
    return (this.until.get(marked) ?? 0) > now.getTime();
  }

  add(marked: string, now: Date): void {
    this.until.delete(marked);
    this.until.set(marked, now.getTime() + goodForMs);
    forgetOldest(this.until, mostKept);
  }

  remove(marked: string): void {
    this.until.delete(marked);
  }
}

/** What is kept instead of the credential itself. */
export function mark(network: string, credential: string): string {
  return hash('sha256', `${network}\n${credential}`, 'base64');
}
