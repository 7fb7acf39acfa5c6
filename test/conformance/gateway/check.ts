import type { Ability } from '../port/check.js';
import type { Play } from '../../../src/sandbox/kit/sandbox.js';
import type { AtGateway } from './at-gateway.js';

/** Something that an app can rely on, whichever vendor does the work. */
export interface GatewayCheck {
  readonly name: string;
  readonly needs?: Ability;
  readonly play?: Play;
  run(at: AtGateway): Promise<void>;
}
