import type { AnyProvider } from '../../../src/providers/kit/provider.js';
import type { Play } from '../../../src/sandbox/kit/sandbox.js';
import type { Played } from '../played.js';
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
export function notOffered(
  { provider, standIn }: { readonly provider: AnyProvider; readonly standIn: Pick<Played, 'plays'> | null },
  { needs, play }: { readonly needs?: Ability; readonly play?: Play },
): string | null {
  if (needs !== undefined && provider[needs] === undefined) return `not offered: ${needs}`;
  if (play !== undefined && standIn?.plays.includes(play) === false) return `not expressible: ${play}`;
  return null;
}
