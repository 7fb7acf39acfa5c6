import type { GeneratedKeys } from './generated-keys.js';

/** The keys as the settings have them, and those that the gateway has once made itself. */
export interface GivenKeys {
  readonly encryptionKeys: readonly string[] | null;
  readonly tokenSigningKey: string | null;
  readonly bootstrapAdminKey: string | null;
  readonly generated: GeneratedKeys | null;
}

/** What is wrong with a setting, as the end of a sentence that begins with its name. */
export interface Objection {
  readonly name: 'ENCRYPTION_KEYS' | 'TOKEN_SIGNING_KEY' | 'BOOTSTRAP_ADMIN_KEY';
  readonly wrong: string;
}

const fewestDistinctBytes = 12;
const fewestDistinctLetters = 8;
/** No random key is likely to spell one of these. */
const wordsOfPlaceholders =
  /change.?me|replace|example|placeholder|insert|password|passphrase|your.?key|secret/i;

/** Keys that are not as random as production needs them, or not as separate. */
export function objectionsTo({
  encryptionKeys,
  tokenSigningKey,
  bootstrapAdminKey,
  generated,
}: GivenKeys): Objection[] {
  const encryption = encryptionKeys ?? [];
  const signing = tokenSigningKey === null ? [] : [tokenSigningKey];
  const admin = bootstrapAdminKey === null ? [] : [bootstrapAdminKey.replace('idv_admin_live_', '')];
  const made = generated ? Object.values(generated) : [];
  const isMade = (key: string): boolean => made.some((other) => same(key, other));
  const isAlsoIn = (others: readonly string[]) => (key: string) => others.some((other) => same(key, other));

  const rules = [
    { name: 'ENCRYPTION_KEYS', broken: encryption.some(isPlaceholder), wrong: placeholder },
    { name: 'TOKEN_SIGNING_KEY', broken: signing.some(isPlaceholder), wrong: placeholder },
    { name: 'BOOTSTRAP_ADMIN_KEY', broken: admin.some(isSpelledOut), wrong: placeholder },
    { name: 'ENCRYPTION_KEYS', broken: encryption.some(isMade), wrong: madeForTrial },
    { name: 'TOKEN_SIGNING_KEY', broken: signing.some(isMade), wrong: madeForTrial },
    {
      name: 'TOKEN_SIGNING_KEY',
      broken: signing.some(isAlsoIn(encryption)),
      wrong: 'is one of the ENCRYPTION_KEYS: each purpose needs a key of its own',
    },
    {
      name: 'BOOTSTRAP_ADMIN_KEY',
      broken: admin.some(isAlsoIn([...encryption, ...signing])),
      wrong: 'is made of another of the keys: each purpose needs a key of its own',
    },
  ] as const;
  return rules.filter(({ broken }) => broken).map(({ name, wrong }) => ({ name, wrong }));
}

const placeholder = 'looks like a placeholder, not like a random key';
const madeForTrial =
  'is the key that the gateway has made in DATA_DIR: it lies beside the data, so production needs another';

function isPlaceholder(key: string): boolean {
  const bytes = [...bytesOf(key)];
  return (
    new Set(bytes).size < fewestDistinctBytes ||
    isSequence(bytes) ||
    isRepetition(bytes) ||
    wordsOfPlaceholders.test(key) ||
    wordsOfPlaceholders.test(String.fromCharCode(...bytes))
  );
}

function isSpelledOut(text: string): boolean {
  const letters = [...Buffer.from(text)];
  return (
    new Set(letters).size < fewestDistinctLetters ||
    isRepetition(letters) ||
    isSequence(letters) ||
    wordsOfPlaceholders.test(text)
  );
}

/** Each byte as far from the one before as all others: 00 01 02 …, or ff fe fd …. */
function isSequence(bytes: readonly number[]): boolean {
  const steps = bytes.slice(1).map((byte, index) => (byte - (bytes[index] ?? 0) + 256) % 256);
  return new Set(steps).size === 1;
}

/** The same again and again: 0123456701234567…. */
function isRepetition(bytes: readonly number[]): boolean {
  const periods = Array.from({ length: Math.floor(bytes.length / 2) }, (_, index) => index + 1);
  return periods.some((period) => bytes.every((byte, index) => byte === bytes[index % period]));
}

function same(one: string, other: string): boolean {
  return bytesOf(one).equals(bytesOf(other));
}

function bytesOf(key: string): Buffer {
  return Buffer.from(key, 'base64');
}
