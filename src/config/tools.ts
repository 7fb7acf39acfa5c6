import { Clock } from '../common/clock.js';
import { Log } from '../common/log.js';
import { Milestones } from '../common/milestones.js';
import type { Settings } from './settings.js';

/** What the whole program uses and a test may bring its own of. */
export interface Tools {
  readonly clock: Clock;
  readonly log: Log;
  readonly milestones: Milestones;
  /** How long a window is in which requests and failures are counted. */
  readonly limitWindowSeconds: number;
}

export function toolsOf(settings: Settings): Tools {
  return {
    clock: new Clock(),
    log: new Log(settings.logLevel),
    milestones: new Milestones(),
    limitWindowSeconds: 60,
  };
}
