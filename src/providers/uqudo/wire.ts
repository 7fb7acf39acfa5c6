import { z } from 'zod';

/**
 * The bodies of uqudo's REST calls and socket. Only what uqudo documents is required; unknown keys are let be.
 */

/** An opaque text that stands in an address later; `.` and `..` would change the address's path. */
const opaque = z
  .string()
  .min(1)
  .max(8192)
  .refine((text) => text.isWellFormed() && !/^\.{1,2}$/.test(text));

/** Integrators saw `expires_in` as text. One that cannot be read counts as short. */
export const accessToken = z.looseObject({
  access_token: z.string().regex(/^[\x21-\x7e]+$/),
  expires_in: z.coerce.number().positive().catch(60),
});

export const createdSession = z.looseObject({
  sessionId: z.string().regex(/^(?!\.{1,2}$)[\x21-\x7e]{1,200}$/),
  qrCodeText: opaque,
  qrCodeTextWithDynamicLink: opaque,
});
export type CreatedSession = z.output<typeof createdSession>;

export const keySet = z.looseObject({
  keys: z.array(z.looseObject({ kty: z.string(), kid: z.string().optional() })),
});
export type KeySet = z.output<typeof keySet>;

export const callbackBody = z.looseObject({ jwsResult: z.string() });

export const frame = z.looseObject({ service: z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/) });

const signedOrEncrypted = /^[\w-]+(\.[\w-]*){2}((\.[\w-]*){2})?$/;

/** A result as it comes in an answer, a compact JWS or JWE; blanks and quotes around it are let be. Else null. */
export function compactToken(text: string): string | null {
  const token = text
    .trim()
    .replace(/^"(.*)"$/s, '$1')
    .trim();
  return signedOrEncrypted.test(token) ? token : null;
}
