import { createPrivateKey } from 'node:crypto';
import { compactDecrypt } from 'jose';
import { refusal } from './refusal.js';

/** uqudo does not document which it uses; these are the ones of today that need a key pair. */
const keyManagementAlgorithms = [
  'RSA-OAEP',
  'RSA-OAEP-256',
  'RSA-OAEP-384',
  'RSA-OAEP-512',
  'ECDH-ES',
  'ECDH-ES+A128KW',
  'ECDH-ES+A192KW',
  'ECDH-ES+A256KW',
];

const text = new TextDecoder('utf-8', { fatal: true });

/** The signed result inside an encrypted one (five parts); a result that is only signed, as it is. */
export async function decrypted(token: string, privateKeyPem: string | undefined): Promise<string> {
  if (token.split('.').length !== 5) return token;
  if (privateKeyPem === undefined) throw refusal('encrypted_without_key');
  try {
    const { plaintext } = await compactDecrypt(token, createPrivateKey(privateKeyPem), {
      keyManagementAlgorithms,
    });
    return text.decode(plaintext).trim();
  } catch {
    throw refusal('decryption_failed');
  }
}
