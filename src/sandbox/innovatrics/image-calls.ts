import type { FastifyInstance } from 'fastify';
import type { Disturbances } from '../kit/disturbances.js';
import { picture } from '../kit/picture.js';
import { refusal } from '../kit/refusal.js';
import { breakOff } from '../kit/trouble.js';
import { documentImages, faceImages } from './capture-results.js';
import { dataPath, finishedEnrolment } from './data-calls.js';
import type { Enrolments } from './enrolments.js';

interface ImageParts {
  readonly enrolments: Enrolments;
  readonly disturbances: Disturbances;
}

interface OfImage {
  Params: { sessionId: string; name: string };
}

const large = 5 * 1024 * 1024;

/** The vendor's documents write the path in two ways; a deployment may know only one of them. */
export function serveImages(api: FastifyInstance, { enrolments, disturbances }: ImageParts): void {
  for (const path of ['image', 'images']) {
    api.get<OfImage>(`${dataPath}/${path}/:name`, ({ params: { sessionId, name } }, reply) => {
      const onlyOne = disturbances.strikes('images_path', sessionId);
      if (onlyOne && (onlyOne.value ?? 'images') !== path) throw refusal(404, 'no such path');
      finishedEnrolment(enrolments, disturbances, sessionId);
      const listed = documentImages.includes(name) || faceImages.includes(name);
      if (!listed || disturbances.strikes('image_missing', sessionId)) throw refusal(404, 'no such image');
      const filled = disturbances.strikes('large_image', sessionId);
      const bytes = filled ? Number(filled.value ?? large) : 0;
      const drawn = picture(`${sessionId} ${name}`, bytes);
      if (disturbances.strikes('image_cut_off', sessionId)) return breakOff(reply, drawn);
      return reply.type('image/jpeg').send(drawn);
    });
  }
}
