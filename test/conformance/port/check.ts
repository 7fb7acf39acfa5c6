import type { AnyProvider } from '../../../src/providers/kit/provider.js';
import type { Play } from '../../../src/sandbox/kit/sandbox.js';
import type { StandIn } from './stand-in.js';
import type { VendorUnderTest } from './vendor-under-test.js';

/** Abilities that not every vendor has. */
export const abilities = [
  'renew',
  'follow',
  'cancel',
  'openMedia',
  'erase',
  'verifyCallback',
] as const satisfies readonly (keyof AnyProvider)[];
export type Ability = (typeof abilities)[number];

/** Something that every adapter guarantees. */
export interface PortCheck {
  /** The guarantee. */
  readonly name: string;
  readonly needs?: Ability;
  run(vendor: VendorUnderTest): Promise<void>;
}

/** A guarantee that shows only when somebody plays the person, so not at a vendor's own system. */
export interface PlayedCheck extends Omit<PortCheck, 'run'> {
  readonly play?: Play;
  run(vendor: VendorUnderTest & { readonly standIn: StandIn }): Promise<void>;
}

/** Why a check does not apply to a vendor; null when it does. It is shown, never passed over in silence. */
export function notOffered(vendor: VendorUnderTest, check: PortCheck | PlayedCheck): string | null {
  if (check.needs !== undefined && vendor.provider[check.needs] === undefined) {
    return `not offered: ${check.needs}`;
  }
  const play = 'play' in check ? check.play : undefined;
  if (play !== undefined && vendor.standIn?.plays.includes(play) === false) return `not expressible: ${play}`;
  return null;
}
