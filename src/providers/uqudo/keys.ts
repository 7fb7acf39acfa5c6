import { importJWK, type CryptoKey } from 'jose';
import { ProviderError } from '../kit/errors.js';
import { UqudoClient } from './client.js';
import type { UqudoContext } from './context.js';
import { refusal } from './refusal.js';
import type { KeySet } from './wire.js';

const memoryKey = 'jwks';
const keptMs = 3_600_000;
const renewalsPerMinute = 60;

/** uqudo's public key of this id. An unknown id has the keys fetched anew once: uqudo may have rotated them. */
export async function verificationKey(ctx: UqudoContext, kid: string): Promise<CryptoKey> {
  const key = find(await keySet(ctx), kid) ?? find(await renewedKeySet(ctx), kid);
  if (!key) throw refusal('unknown_key');
  return imported(key);
}

/** Renewing is remembered for as long as it takes: callers who miss a key at the same moment share one renewal. */
function renewedKeySet(ctx: UqudoContext): Promise<KeySet> {
  return ctx.memory.get(`${memoryKey}.renewal`, async () => {
    await countRenewal(ctx);
    ctx.memory.forget(memoryKey);
    return { value: await keySet(ctx), ttlMs: 1 };
  });
}

/** Anybody can send webhooks that name keys nobody has: they must not turn into a flood of calls to uqudo. */
async function countRenewal({ memory }: UqudoContext): Promise<void> {
  const load = () => Promise.resolve({ value: { left: renewalsPerMinute }, ttlMs: 60_000 });
  const allowance = await memory.get(`${memoryKey}.allowance`, load);
  if (allowance.left === 0) {
    throw new ProviderError('unavailable', { operation: 'info.keys', cause: 'renewed_too_often' });
  }
  allowance.left -= 1;
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
