import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { escapeHtml, page } from '{{sandboxKit}}/page.js';
import { refusal } from '{{sandboxKit}}/refusal.js';
import { isUndecided, type Verifications } from './verifications.js';
import { {{id}}Plays, type Verifying } from './verifying.js';

const query = z.object({ token: z.string().default('') });
const act = z.strictObject({ token: z.string(), play: z.enum({{id}}Plays) });

const script = `
for (const button of document.querySelectorAll('button')) button.addEventListener('click', async () => {
  const answer = await fetch('/verify/act', {
    method: 'POST', headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token: sandbox.token, play: button.dataset.play }) });
  const { returnUrl } = answer.ok ? await answer.json() : {};
  if (returnUrl) location.href = returnUrl; else location.reload();
});`;

/** Where the person is sent: opening it starts the verification, its buttons play it. */
export function serveHostedPage(
  server: FastifyInstance,
  { verifications, verifying }: { verifications: Verifications; verifying: Verifying },
): void {
  server.get('/verify', (request, reply) => {
    const { token } = query.parse(request.query);
    const verification = verifications.find(token);
    if (!verification) throw refusal(404, 'this link leads nowhere any more');
    verifying.start(verification);
    const buttons = isUndecided(verification) ? {{id}}Plays.map(asButton).join('') : '';
    return reply.type('text/html').send(
      page({
        title: '{{title}} (sandbox)',
        language: 'en',
        body: `<h1>{{title}}</h1><p>A stand-in: choose what happens.</p>${buttons}
<p role="status">${escapeHtml(verification.status)}</p>`,
        data: { token },
        script,
      }),
    );
  });
  server.post('/verify/act', (request) => {
    const { token, play } = act.parse(request.body);
    const verification = verifications.find(token);
    if (!verification) throw refusal(404, 'this link leads nowhere any more');
    verifying.play(verification, play, 'end');
    return { returnUrl: verification.returnUrl ?? null };
  });
}

function asButton(play: string): string {
  return `<button data-play="${play}">${play}</button>`;
}
