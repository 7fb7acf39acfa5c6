import { z } from 'zod';

/**
 * The `data` of the signed result. The frame is required as documented; a figure that cannot be read
 * becomes null, and the policy treats it as a check that was not performed.
 */

const figure = (least: number, most: number) =>
  z
    .union([
      z.number(),
      z
        .string()
        .regex(/^\d{1,3}(\.\d+)?$/)
        .transform(Number),
    ])
    .pipe(z.number().min(least).max(most))
    .nullish()
    .catch(null);
const flag = z.boolean().nullish().catch(null);
const word = z.string().nullish().catch(null);
const fields = z.record(z.string(), z.unknown());

const scan = z.looseObject({
  front: fields.nullish(),
  back: fields.nullish(),
  frontImageId: word,
  backImageId: word,
  faceImageId: word,
  frontFrameImageId: word,
  backFrameImageId: word,
});

const face = z.looseObject({ match: flag, matchLevel: figure(1, 5), auditTrailImageId: word });

const lookup = z.looseObject({ status: word, statusCode: word });

const document = z.looseObject({
  documentType: z.string().min(1).max(100),
  scan: scan.nullish(),
  reading: z.looseObject({ data: fields.nullish() }).nullish(),
  face: face.nullish(),
  lookup: lookup.nullish(),
});

const scored = z.looseObject({ enabled: flag, score: figure(0, 100) }).nullish();

const consistency = z
  .looseObject({
    enabled: flag,
    fields: z
      .array(z.looseObject({ name: word, match: word }))
      .nullish()
      .catch(null),
  })
  .nullish();

const verification = z.looseObject({
  documentType: word,
  sourceDetection: z.looseObject({ enabled: flag, optimalResolution: flag }).nullish(),
  idScreenDetection: scored,
  idPrintDetection: scored,
  idPhotoTamperingDetection: scored,
  dataConsistencyCheck: consistency,
  mrzChecksum: z.looseObject({ enabled: flag, valid: flag }).nullish(),
  reading: z
    .looseObject({
      enabled: flag,
      passiveAuthentication: fields.nullish().catch(null),
      chipAuthentication: fields.nullish().catch(null),
      activeAuthentication: fields.nullish().catch(null),
    })
    .nullish(),
  biometric: z.looseObject({ enabled: flag, type: word, matchLevel: figure(1, 5) }).nullish(),
});

export const resultData = z.looseObject({
  documents: z.array(document),
  verifications: z.array(verification.nullable()).nullish(),
  backgroundCheck: z.looseObject({ match: flag, type: word }).nullish(),
});

export type ResultData = z.output<typeof resultData>;
export type ResultDocument = z.output<typeof document>;
export type Verification = z.output<typeof verification>;
export type ScoredBlock = z.output<typeof scored>;
