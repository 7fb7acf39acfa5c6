import { randomBytes, randomUUID } from 'node:crypto';
import { askedFlow, stepsOf, type AskedFlow, type Step } from './asked-flow.js';
import type { Strikes } from './disturbances.js';
import { nothingFound, type Findings } from './result/findings.js';
import type { FlowResult } from './result/flow-result.js';

/** A QR session is deleted this long after its creation. */
export const sessionLifetimeMs = 30 * 60_000;
/** Long enough that no result of a forgotten session can still be read. */
const memoryMs = 4 * sessionLifetimeMs;

export interface UqudoSession {
  readonly id: string;
  readonly qrCodeText: string;
  /** Handed to the phone only. */
  readonly token: string;
  readonly data: string;
  readonly flow: AskedFlow;
  readonly steps: readonly Step[];
  readonly createdAt: number;
  opened: boolean;
  deleted: boolean;
  /** How many of the steps are done. */
  done: number;
  /** What the steps find out about person and document. */
  findings: Findings;
  /** Set when INFO is reached; gone after the customer's DELETE. */
  result?: FlowResult;
  finished: boolean;
}

export class Sessions {
  private readonly byId = new Map<string, UqudoSession>();
  private readonly bySecret = new Map<string, UqudoSession>();

  constructor(
    private readonly strikes: Strikes,
    private readonly now: () => number = Date.now,
  ) {}

  create(data: string): UqudoSession {
    this.forgetOld();
    const flow = askedFlow(data);
    const session: UqudoSession = {
      id: randomUUID(),
      qrCodeText: randomBytes(48).toString('base64url'),
      token: randomBytes(24).toString('base64url'),
      data,
      flow,
      steps: stepsOf(flow),
      createdAt: this.now(),
      opened: false,
      deleted: false,
      done: 0,
      findings: nothingFound,
      finished: false,
    };
    this.byId.set(session.id, session);
    this.bySecret.set(session.qrCodeText, session).set(session.token, session);
    return session;
  }

  all(): UqudoSession[] {
    return [...this.byId.values()];
  }

  /** The result outlives the QR session, so this finds deleted ones too. */
  withId(id: string): UqudoSession | undefined {
    return this.byId.get(id.toLowerCase());
  }

  /** By QR text or token, whatever has become of the session. */
  withSecret(secret: string): UqudoSession | undefined {
    return this.bySecret.get(secret);
  }

  /** A session that its QR text still opens. */
  live(qrCodeText: string): UqudoSession | undefined {
    const session = this.bySecret.get(qrCodeText);
    if (session?.qrCodeText !== qrCodeText || this.isOver(session)) return undefined;
    return this.strikes('qr_expired', session.id) ? undefined : session;
  }

  isOver(session: UqudoSession): boolean {
    return session.deleted || this.now() >= session.createdAt + sessionLifetimeMs;
  }

  clear(): void {
    this.byId.clear();
    this.bySecret.clear();
  }

  private forgetOld(): void {
    for (const session of this.byId.values()) {
      if (this.now() < session.createdAt + memoryMs) return;
      this.byId.delete(session.id);
      this.bySecret.delete(session.qrCodeText);
      this.bySecret.delete(session.token);
    }
  }
}
