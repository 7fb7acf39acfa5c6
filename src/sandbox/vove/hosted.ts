import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { refusal } from '../kit/refusal.js';
import type { VoveAccount } from './account.js';
import { hostedPage, refusedPage } from './hosted-page.js';
import type { SessionTokens } from './session-tokens.js';
import type { Users, VoveSession } from './users.js';
import type { Verifying } from './verifying.js';

const query = z.object({
  authToken: z.string().default(''),
  publicKey: z.string().optional(),
  lg: z.string().default('en'),
  redirectURL: z.string().optional(),
});
const step = z.strictObject({
  authToken: z.string(),
  redirectURL: z.string().optional(),
  action: z.enum(['start', 'success', 'pending', 'failed', 'max-attempts', 'canceled']),
});
type Action = z.infer<typeof step>['action'];

interface HostedParts {
  readonly account: VoveAccount;
  readonly users: Users;
  readonly tokens: SessionTokens;
  readonly verifying: Verifying;
}

/** The page the person is sent to. Its answer on the way back is a hint for the screen, in words of its own. */
export function serveHostedPage(
  server: FastifyInstance,
  { account, users, tokens, verifying }: HostedParts,
): void {
  const sessionFor = async (token: string) => users.session((await tokens.open(token)) ?? '');

  server.get('/', async (request, reply) => {
    const { authToken, publicKey, lg, redirectURL } = query.parse(request.query);
    const session = await sessionFor(authToken);
    void reply.type('text/html');
    if (publicKey !== account.publicKey) return reply.code(403).send(refusedPage(lg, 'Unknown public key'));
    if (!session) return reply.code(401).send(refusedPage(lg, 'This link has expired'));
    return reply.send(hostedPage({ authToken, lg, redirectURL, session }));
  });
  server.post('/person/step', async (request) => {
    const { authToken, action, redirectURL } = step.parse(request.body);
    const session = await sessionFor(authToken);
    if (!session) throw refusal(401, 'the token is expired or unknown');
    actions[action](verifying, session);
    return { goTo: action === 'start' ? null : wayBack(redirectURL, action) };
  });
}

const actions: Record<Action, (verifying: Verifying, session: VoveSession) => void> = {
  start: (verifying, session) => verifying.proceed(session),
  success: (verifying, session) => verifying.assess(session, 'successful'),
  pending: (verifying, session) => verifying.assess(session, 'pending'),
  failed: (verifying, session) => verifying.assess(session, 'suspected'),
  'max-attempts': (verifying, session) => verifying.assess(session, 'suspected'),
  canceled: (verifying, session) => verifying.cancel(session),
};

/** Apps come back by schemes of their own, but nobody comes back by script. */
function wayBack(address: string | undefined, action: Action): string | null {
  if (address === undefined || !URL.canParse(address)) return null;
  const back = new URL(address);
  if (['javascript:', 'data:', 'vbscript:'].includes(back.protocol)) return null;
  back.searchParams.set('status', action);
  return back.href;
}
