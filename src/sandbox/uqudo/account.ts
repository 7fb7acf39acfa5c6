import { exportPKCS8, exportSPKI, generateKeyPair } from 'jose';
import type { SandboxAccount } from '../kit/sandbox.js';

/** The one customer this sandbox knows. */
export interface UqudoAccount {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly callbackUser: string;
  readonly callbackPassword: string;
  readonly issuer: string;
  /** What the customer would have registered with uqudo for encrypted results. PEM. */
  readonly encryptionKey: string;
  /** Its private half. PEM. */
  readonly decryptionKey: string;
}

/** The secrets are the same at every start, so that an account set up once outlives a restart of the sandbox. */
export async function openAccount(): Promise<UqudoAccount> {
  const pair = await generateKeyPair('RSA-OAEP-256', { extractable: true });
  return {
    clientId: 'uqudo-sandbox-client',
    clientSecret: 'uqudo-sandbox-secret',
    callbackUser: 'uqudo-sandbox',
    callbackPassword: 'uqudo-sandbox-callback',
    issuer: 'https://id.uqudo.io',
    encryptionKey: await exportSPKI(pair.publicKey),
    decryptionKey: await exportPKCS8(pair.privateKey),
  };
}

/** What a client is configured with: uqudo's four hosts are all this server. */
export function clientConfiguration(account: UqudoAccount, url: string): SandboxAccount {
  const { clientId, clientSecret, callbackUser, callbackPassword, decryptionKey, issuer } = account;
  return {
    settings: { authUrl: url, sessionUrl: url, socketUrl: url.replace(/^http/, 'ws'), infoUrl: url, issuer },
    credentials: { clientId, clientSecret, callbackUser, callbackPassword, decryptionKey },
  };
}
