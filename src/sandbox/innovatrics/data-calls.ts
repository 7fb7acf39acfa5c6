import type { FastifyInstance } from 'fastify';
import { wordOr, type Disturbances } from '../kit/disturbances.js';
import { refusal } from '../kit/refusal.js';
import { documentImages, documentResult, faceImages, faceResult } from './capture-results.js';
import { decisionResults, oddFactors } from './decision.js';
import type { Enrolling } from './enrolling.js';
import type { Enrolment, Enrolments, Level } from './enrolments.js';

interface DataParts {
  readonly enrolments: Enrolments;
  readonly enrolling: Enrolling;
  readonly disturbances: Disturbances;
}

export interface OfSession {
  Params: { sessionId: string };
}

export const dataPath = '/api/v1/data/:sessionId';

/** Reading and erasing. Whether a session is unknown or merely unfinished is answered with different codes. */
export function serveData(api: FastifyInstance, { enrolments, enrolling, disturbances }: DataParts): void {
  const finished = (sessionId: string) => finishedEnrolment(enrolments, disturbances, sessionId);

  api.get<OfSession>(`${dataPath}/status`, ({ params }) => {
    const status = enrolling.statusFor(knownEnrolment(enrolments, params.sessionId));
    return { status: wordOr(status, disturbances.strikes('unknown_status', params.sessionId)) };
  });
  api.get<OfSession>(`${dataPath}/decision/results`, ({ params }) => {
    const { enrolment, level } = finished(params.sessionId);
    const results = decisionResults(enrolment, level);
    const odd = disturbances.strikes('odd_factors', enrolment.id) ? oddFactors : {};
    const missing = disturbances.strikes('missing_factors', enrolment.id);
    const gone = missing?.value === undefined ? undefined : String(missing.value).split(',');
    const verifications = Object.entries({ ...results.verifications, ...odd }).filter(
      ([name]) => !missing || (gone !== undefined && !gone.includes(name)),
    );
    return { ...results, verifications: Object.fromEntries(verifications) };
  });
  api.get<OfSession>(`${dataPath}/document/result`, ({ params }) =>
    documentResult(finished(params.sessionId).enrolment),
  );
  api.get<OfSession>(`${dataPath}/face/result`, ({ params }) => faceResult(finished(params.sessionId).level));
  api.get<OfSession>(`${dataPath}/images`, ({ params }) => {
    finished(params.sessionId);
    return { document: documentImages, face: faceImages };
  });
  api.delete<OfSession>(dataPath, ({ params }, reply) => {
    if (!enrolments.erase(params.sessionId)) throw refusal(404, 'no such session');
    return reply.code(204).send();
  });
}

export function finishedEnrolment(
  enrolments: Enrolments,
  disturbances: Disturbances,
  sessionId: string,
): { enrolment: Enrolment; level: Level } {
  const enrolment = knownEnrolment(enrolments, sessionId);
  const { level } = enrolment;
  if (level === undefined || enrolment.veiledReads > 0 || disturbances.strikes('results_late', sessionId)) {
    throw refusal(Number(disturbances.strikes('not_ready_status', sessionId)?.value ?? 409), 'not available');
  }
  return { enrolment, level };
}

function knownEnrolment(enrolments: Enrolments, sessionId: string): Enrolment {
  const enrolment = enrolments.get(sessionId);
  if (!enrolment) throw refusal(404, 'no such session');
  return enrolment;
}
