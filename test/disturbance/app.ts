import { setTimeout as delay } from 'node:timers/promises';
import type { Answer, Api } from '../harness/api.js';
import { returnUrl } from '../harness/tenant.js';
import { leftMs } from './options.js';
import { shortLifeSeconds, type Person } from './person.js';

const firstPauseMs = 25;
const longestPauseMs = 400;

/** Repeats what failed on the way to the vendor, as the error table tells apps to. */
async function insistently(
  call: (nth: number) => Promise<Answer>,
): Promise<{ answer: Answer; tries: number }> {
  for (let tries = 1; ; tries += 1) {
    const answer = await call(tries);
    if (answer.status < 300) return { answer, tries };
    if (![429, 502, 503, 504].includes(answer.status) || leftMs() === 0) {
      throw new Error(`${answer.status} ${JSON.stringify(answer.body)} at try ${tries}`);
    }
    const pauseMs = Math.min(firstPauseMs * 2 ** tries, longestPauseMs) * (0.5 + Math.random() / 2);
    await delay(Number(answer.headers.get('retry-after') ?? 0) * 1000 + pauseMs);
  }
}

export interface Created {
  readonly id: string;
  readonly handoff: { text?: string; token?: string; url?: string | null };
  readonly tries: number;
}

/** A 5xx uses its key up: its session stands in the history as failed, so each new try brings a new key. */
export async function createSession(app: Api, provider: string, person: Person): Promise<Created> {
  const { refId, play, cancels, repeats } = person;
  const expires = play === 'abandoned' && !cancels;
  const body = { provider, refId, returnUrl, ...(expires ? { expiresInSeconds: shortLifeSeconds } : {}) };
  const post = (nth: number) => app.post('/v1/sessions', body, { 'idempotency-key': `${refId}/${nth}` });
  const { answer, tries } = await insistently(post);
  if (repeats) {
    const again = await post(tries);
    if (again.body.id !== answer.body.id) throw new Error('a repeated creation made another session');
  }
  return { id: answer.body.id, handoff: answer.body.handoff, tries };
}

export async function renewHandoff(app: Api, { id, tries }: Created): Promise<Created> {
  const { answer } = await insistently(() => app.post(`/v1/sessions/${id}/handoff`));
  return { id, handoff: answer.body.handoff, tries };
}
