import { randomUUID } from 'node:crypto';
import { exportJWK, exportSPKI, generateKeyPair, type CryptoKey, type JWK } from 'jose';

export interface SigningKey {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
}

/** Results signed just before a rotation must still verify. */
const publishedKeys = 3;

/** The RSA keys of this uqudo, the newest signing. */
export class SigningKeys {
  private constructor(private readonly keys: [SigningKey, ...SigningKey[]]) {}

  static async create(): Promise<SigningKeys> {
    return new SigningKeys([await newKey()]);
  }

  current(): SigningKey {
    return this.keys[0];
  }

  async rotate(): Promise<void> {
    this.keys.unshift(await newKey());
    this.keys.splice(publishedKeys);
  }

  async published(): Promise<{ keys: JWK[] }> {
    const keys = this.keys.map(async ({ kid, publicKey }) => {
      return { ...(await exportJWK(publicKey)), kid, use: 'sig', alg: 'RS256' };
    });
    return { keys: await Promise.all(keys) };
  }

  async currentPublicPem(): Promise<string> {
    return exportSPKI(this.current().publicKey);
  }
}

async function newKey(): Promise<SigningKey> {
  return { kid: randomUUID(), ...(await generateKeyPair('RS256', { extractable: true })) };
}
