import { randomBytes, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';

const key = randomBytes(32);
const lifetimeSeconds = 3600;

/** What the person's device would capture with; no use for the data endpoints. */
export function accessToken(sessionId: string, now = new Date()): Promise<string> {
  const seconds = Math.floor(now.getTime() / 1000);
  return new SignJWT({ sessionId, customer: 'sandbox', jti: randomUUID() })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setNotBefore(seconds)
    .setExpirationTime(seconds + lifetimeSeconds)
    .sign(key);
}
