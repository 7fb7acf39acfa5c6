import { importJWK, type CryptoKey } from 'jose';
import { UqudoClient } from './client.js';
import type { UqudoContext } from './context.js';
import { refusal } from './refusal.js';
import type { KeySet } from './wire.js';

const memoryKey = 'jwks';
const keptMs = 3_600_000;

/** uqudo's public key of this id. An unknown id has the keys fetched anew once: uqudo may have rotated them. */
export async function verificationKey(ctx: UqudoContext, kid: string): Promise<CryptoKey> {
  const known = find(await keySet(ctx), kid);
  if (known) return imported(known);
  ctx.memory.forget(memoryKey);
  const fresh = find(await keySet(ctx), kid);
  if (!fresh) throw refusal('unknown_key');
  return imported(fresh);
}

function keySet(ctx: UqudoContext): Promise<KeySet> {
  return ctx.memory.get(memoryKey, async () => ({ value: await new UqudoClient(ctx).keys(), ttlMs: keptMs }));
}

function find({ keys }: KeySet, kid: string) {
  return keys.find((key) => key.kid === kid && key.kty === 'RSA');
}

async function imported(key: KeySet['keys'][number]): Promise<CryptoKey> {
  const { n, e } = key;
  if (typeof n !== 'string' || typeof e !== 'string') throw refusal('unusable_key');
  try {
    // Public members only, and our algorithm rather than the one the key names.
    return await importJWK({ kty: 'RSA' as const, n, e }, 'RS256');
  } catch {
    throw refusal('unusable_key');
  }
}
