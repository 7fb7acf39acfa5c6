import type { Service } from './asked-flow.js';
import type { Strikes } from './disturbances.js';
import type { UqudoSession } from './sessions.js';

/** Decides which frames go out, in what order and how often. */
export class FrameOrder {
  private readonly heldBack = new WeakMap<UqudoSession, string[]>();
  private readonly sent = new WeakMap<UqudoSession, string[]>();

  constructor(private readonly strikes: Strikes) {}

  framesFor(session: UqudoSession, service: Service): string[] {
    const frames = this.disturbed(session, service);
    const held = this.heldBack.get(session) ?? [];
    if (service === 'INFO') {
      this.heldBack.delete(session);
      return this.remember(session, [...frames, ...held.toReversed()]);
    }
    if (!this.strikes('disordered_frames', session.id)) return this.remember(session, frames);
    this.heldBack.set(session, [...held, ...frames]);
    return [];
  }

  sentSoFar(session: UqudoSession): readonly string[] {
    return this.sent.get(session) ?? [];
  }

  private disturbed({ id: sessionId }: UqudoSession, service: Service): string[] {
    const frame = JSON.stringify({ service, sessionId });
    return [
      ...(this.strikes('frame_without_service', sessionId) ? [JSON.stringify({ sessionId })] : []),
      ...(this.strikes('frame_not_json', sessionId) ? ['one moment please'] : []),
      frame,
      ...(this.strikes('duplicate_frames', sessionId) ? [frame] : []),
    ];
  }

  private remember(session: UqudoSession, frames: string[]): string[] {
    this.sent.set(session, [...this.sentSoFar(session), ...frames]);
    return frames;
  }
}
