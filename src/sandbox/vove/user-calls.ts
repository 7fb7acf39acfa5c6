import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { wordOr, type Disturbances } from '../kit/disturbances.js';
import { refusal } from '../kit/refusal.js';
import { breakOff } from '../kit/trouble.js';
import { documentsOf, type Telling } from './documents.js';
import { picturesOf, type Showing } from './pictures.js';
import { newest, type Users, type VoveSession } from './users.js';

interface UserParts {
  readonly users: Users;
  readonly disturbances: Disturbances;
}

interface OfUser {
  Params: { refId: string };
}

const dayMs = 24 * 60 * 60 * 1000;

/** Reads by refId: whatever they answer is about the person's newest session. */
export function serveUsers(api: FastifyInstance, { users, disturbances }: UserParts): void {
  const newestOf = (refId: string) => {
    const user = users.byRef(refId);
    const session = user && newest(user);
    if (!session) throw refusal(404, 'User not found');
    return session;
  };

  api.get<OfUser>('/v2/users/:refId', ({ params }) => {
    const session = newestOf(params.refId);
    const older = disturbances.strikes('older_session_verdict', session.id);
    const told = older ? olderVerdict(session, String(older.value ?? 'successful')) : asItStands(session);
    const status = wordOr(told.status, disturbances.strikes('unknown_status', session.id));
    const { id, refId, createdAt, sessions } = session.user;
    return {
      _id: id,
      refId,
      ...told,
      status,
      createdAt: createdAt.toISOString(),
      flowId: session.flowId,
      sessions: sessions.map((each) => each.id),
      documents: documentsOf(session, tellingFor(session, disturbances)),
      metadata: {},
    };
  });
  api.get<OfUser>('/v2/users/:refId/documents', ({ params }, reply) => {
    const session = newestOf(params.refId);
    const pictures = picturesOf(session, showingOf(session, disturbances));
    if (disturbances.strikes('pictures_cut_off', session.id))
      return breakOff(reply, JSON.stringify(pictures));
    return pictures;
  });
}

function asItStands({ id, status, updatedAt, reason }: VoveSession) {
  return {
    status,
    sessionId: id,
    updatedAt: updatedAt.toISOString(),
    ...(reason === undefined ? {} : { reason }),
  };
}

/** From before the newest session began, whether or not there was such a session here. */
function olderVerdict({ createdAt, user }: VoveSession, status: string) {
  return {
    status,
    sessionId: user.sessions.at(-2)?.id ?? randomBytes(12).toString('hex'),
    updatedAt: new Date(createdAt.getTime() - dayMs).toISOString(),
  };
}

function tellingFor({ id }: VoveSession, disturbances: Disturbances): Telling {
  const ambiguous = disturbances.strikes('ambiguous_date', id);
  const slashed = disturbances.strikes('slashed_dates', id) ?? !disturbances.strikes('iso_dates', id);
  const spoofWord = disturbances.strikes('spoof_word', id)?.value;
  return {
    date: (isoDate) => (slashed ? isoDate.split('-').reverse().join('/') : isoDate),
    dateOfBirth: ambiguous && String(ambiguous.value ?? '04/05/90'),
    spoofWord: spoofWord === undefined ? undefined : String(spoofWord),
  };
}

const large = 5 * 1024 * 1024;

function showingOf({ id }: VoveSession, disturbances: Disturbances): Showing {
  const filled = disturbances.strikes('large_pictures', id);
  const missing = disturbances.strikes('picture_missing', id);
  return {
    bytes: filled ? Number(filled.value ?? large) : 0,
    prefix: disturbances.strikes('data_url_pictures', id) ? 'data:image/jpeg;base64,' : '',
    missing: missing && String(missing.value ?? 'front'),
    stepLast: disturbances.strikes('step_last', id) !== undefined,
  };
}
