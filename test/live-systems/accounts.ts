import type { AnyProvider } from '../../src/providers/kit/provider.js';
import type { SandboxAccount } from '../../src/sandbox/kit/sandbox.js';

/** An account at a vendor's own test system, or why there is none: never what a variable holds. */
export type LiveAccount =
  | { readonly account: SandboxAccount }
  | { readonly missing: string }
  /** Somebody wanted one, so it is not to be passed over. */
  | { readonly wrong: string };

/** `LIVE_<PROVIDER>_SETTINGS` and `LIVE_<PROVIDER>_CREDENTIALS`: the account's two objects as JSON. */
export function liveAccountOf(
  { definition }: AnyProvider,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): LiveAccount {
  const read = {} as Record<'settings' | 'credentials', unknown>;
  for (const part of ['settings', 'credentials'] as const) {
    const name = `LIVE_${definition.id.toUpperCase()}_${part.toUpperCase()}`;
    const text = environment[name];
    if (!text) return { missing: `${name} is not set` };
    const value = parsed(text);
    if (value === undefined) return { wrong: `${name} is not JSON` };
    const fits = definition[part].safeParse(value);
    if (!fits.success) {
      const path = fits.error.issues[0]?.path.map(String).join('.') ?? '';
      return { wrong: `${name} does not fit${path === '' ? '' : ` at ${path}`}` };
    }
    read[part] = value;
  }
  return { account: read as unknown as SandboxAccount };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
