import { randomUUID } from 'node:crypto';
import type { AskedDocument } from '../asked-flow.js';
import { numberIn, textIn, type Strikes } from '../disturbances.js';
import type { UqudoSession } from '../sessions.js';
import { chipReading } from './chip-reading.js';
import { disturbedFindings } from './disturbed-findings.js';
import { withExtraKeys } from './extra-keys.js';
import type { Findings } from './findings.js';
import type { FlowResult } from './flow-result.js';
import { Camera } from './images.js';
import { paperOf } from './person.js';
import { scannedDocument } from './scanned-document.js';
import { verification } from './verification.js';

/** Observed; uqudo promises no fixed life of a result. Images live as long. */
const resultLifetime = 1800;

export function flowResult(session: UqudoSession, strikes: Strikes): FlowResult {
  const camera = new Camera(session.id, strikes);
  const findings = disturbedFindings(session.findings, session.id, strikes);
  const parts = session.flow.documents.map((document, index) =>
    documentParts({ session, document, face: session.flow.face && index === 0, camera, findings, strikes }),
  );
  const data = {
    source: { sdkType: 'SANDBOX', sdkVersion: '3.5.0', sourceIp: '192.0.2.1', devicePlatform: 'sandbox' },
    documents: parts.map(({ document }) => document),
    ...(!strikes('missing_verifications', session.id) && {
      verifications: parts.map(({ checks }) => checks),
    }),
    ...backgroundCheck(session, findings, strikes),
  };
  const issuedAt = Math.floor(Date.now() / 1000);
  return {
    data: strikes('extra_keys', session.id) ? withExtraKeys(data) : data,
    images: camera.images,
    issuedAt,
    expiresAt: issuedAt + lifetimeOf(session.id, strikes),
  };
}

/** Seconds. Both figures were seen. */
function lifetimeOf(sessionId: string, strikes: Strikes): number {
  const other = strikes('result_lifetime', sessionId);
  return other ? numberIn(other, 7200) : resultLifetime;
}

interface DocumentMaking {
  readonly session: UqudoSession;
  readonly document: AskedDocument;
  /** The face is compared with the first document. */
  readonly face: boolean;
  readonly camera: Camera;
  readonly findings: Findings;
  readonly strikes: Strikes;
}

function documentParts({ session, document, face, camera, findings, strikes }: DocumentMaking) {
  const country = strikes('nationality', session.id);
  const paper = paperOf(typeShown(document.documentType, session.id, strikes), {
    sessionId: session.id,
    expired: findings.expired,
    country: country && textIn(country, 'D'),
  });
  const { front, back, mrz } = scannedDocument(paper, findings.mrzValid);
  const lookup = lookupOf(session.id, strikes);
  const scan = {
    front,
    back,
    ...camera.take('frontImageId'),
    ...(back ? camera.take('backImageId') : { backImageId: null }),
    ...camera.take('faceImageId'),
    ...(strikes('frame_images', session.id) && {
      ...camera.take('frontFrameImageId'),
      ...(back && camera.take('backFrameImageId')),
    }),
  };
  return {
    document: {
      documentType: paper.documentType,
      scan,
      reading: document.reading ? { data: chipReading(paper, camera.photo()) } : null,
      face: face ? faceOf(findings, camera) : null,
      lookup,
    },
    checks: verification(
      {
        documentType: paper.documentType,
        mrz,
        chipRead: document.reading,
        faceCompared: face,
        lookup,
        digitsAsText: strikes('string_check_digits', session.id) !== undefined,
      },
      findings,
    ),
  };
}

function typeShown(asked: string, sessionId: string, strikes: Strikes): string {
  const other = strikes('unexpected_document', sessionId);
  if (other) return textIn(other, asked === 'GENERIC_ID' ? 'PASSPORT' : 'GENERIC_ID');
  const subtype = strikes('document_subtype', sessionId);
  return subtype ? `${asked}${textIn(subtype, '_NATIONAL')}` : asked;
}

function faceOf({ faceMatch, matchLevel }: Findings, camera: Camera) {
  return { match: faceMatch, matchLevel, ...camera.take('auditTrailImageId') };
}

function lookupOf(sessionId: string, strikes: Strikes) {
  const struck = strikes('lookup', sessionId);
  if (!struck) return null;
  const status = textIn(struck, 'SUCCESS');
  return status === 'SUCCESS'
    ? { status }
    : { status, statusCode: 'ID_NOT_FOUND', statusMessage: 'not found' };
}

function backgroundCheck(session: UqudoSession, { backgroundMatch }: Findings, strikes: Strikes) {
  const { background } = session.flow;
  const struck = strikes('background_match', session.id);
  if (!background && !struck) return {};
  const match = backgroundMatch || struck !== undefined;
  return {
    backgroundCheck: {
      type: background?.type ?? 'RDC',
      match,
      monitoringId: background?.monitoring === true ? randomUUID() : null,
      // The shape of a found person's content is not documented.
      content: match && struck?.value !== 'no_content' ? { hits: 1 } : null,
    },
  };
}
