import { createPrivateKey } from 'node:crypto';
import { z } from 'zod';

const secret = z.string().min(1);

export const credentials = z
  .strictObject({
    clientId: secret,
    clientSecret: secret,
    /** What uqudo's webhook was set up with: Basic … */
    callbackUser: secret.optional(),
    callbackPassword: secret.optional(),
    /** … or a header of its own. */
    callbackHeader: z
      .string()
      .regex(/^[A-Za-z0-9-]{1,64}$/)
      .optional(),
    callbackHeaderValue: secret.optional(),
    /** PKCS #8 PEM, when uqudo encrypts the results for this client. */
    decryptionKey: z
      .string()
      .refine(isPrivateKey, { error: 'must be a private key in PKCS #8 PEM' })
      .optional(),
  })
  .refine((all) => (all.callbackUser === undefined) === (all.callbackPassword === undefined), {
    path: ['callbackPassword'],
    error: 'callbackUser and callbackPassword belong together',
  })
  .refine((all) => (all.callbackHeader === undefined) === (all.callbackHeaderValue === undefined), {
    path: ['callbackHeaderValue'],
    error: 'callbackHeader and callbackHeaderValue belong together',
  });

export type UqudoCredentials = z.output<typeof credentials>;

function isPrivateKey(pem: string): boolean {
  if (!pem.includes('-----BEGIN PRIVATE KEY-----')) return false;
  try {
    return createPrivateKey(pem).type === 'private';
  } catch {
    return false;
  }
}
