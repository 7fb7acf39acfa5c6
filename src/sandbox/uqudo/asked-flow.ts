import { z } from 'zod';

/** One step on the phone; its name is the `service` of the frame sent when it is done. */
export interface Step {
  readonly service: 'SCAN' | 'READ' | 'FACE' | 'BACKGROUND_CHECK';
  readonly documentType?: string;
}

export interface AskedDocument {
  readonly documentType: string;
  readonly reading: boolean;
}

/** A frame's word: a step done, or INFO for the end of the flow. */
export type Service = Step['service'] | 'INFO';

/** What the customer's `data` asks of the person. */
export interface AskedFlow {
  readonly documents: readonly AskedDocument[];
  readonly face: boolean;
  readonly background?: { readonly type: string; readonly monitoring: boolean };
}

const switchable = z.object({ enabled: z.boolean().optional() }).optional();
const readerConfiguration = z.object({
  documents: z.array(z.object({ documentType: z.string().min(1), reading: switchable })).min(1),
  facialRecognition: switchable,
  backgroundCheck: z
    .object({
      enabled: z.boolean().optional(),
      checkType: z.string().optional(),
      enableMonitoring: z.boolean().optional(),
    })
    .optional(),
});

/** With the customer's own reader app `data` means nothing to uqudo: then a passport with a face is played. */
const ownReaderApp: AskedFlow = { documents: [{ documentType: 'PASSPORT', reading: false }], face: true };

/** Reads `data` as uqudo's reader app does: Base64 of a JSON text. */
export function askedFlow(data: string): AskedFlow {
  const parsed = readerConfiguration.safeParse(decoded(data));
  if (!parsed.success) return ownReaderApp;
  const { documents, facialRecognition, backgroundCheck } = parsed.data;
  return {
    documents: documents.map(({ documentType, reading }) => ({
      documentType,
      reading: reading?.enabled === true,
    })),
    face: facialRecognition?.enabled === true,
    ...(backgroundCheck?.enabled === true && {
      background: {
        type: backgroundCheck.checkType ?? 'RDC',
        monitoring: backgroundCheck.enableMonitoring === true,
      },
    }),
  };
}

export function stepsOf(flow: AskedFlow): Step[] {
  const steps: Step[] = flow.documents.flatMap(({ documentType, reading }) => [
    { service: 'SCAN', documentType },
    ...(reading ? [{ service: 'READ', documentType } as const] : []),
  ]);
  if (flow.face) steps.push({ service: 'FACE' });
  if (flow.background) steps.push({ service: 'BACKGROUND_CHECK' });
  return steps;
}

function decoded(data: string): unknown {
  try {
    return JSON.parse(Buffer.from(data, 'base64').toString('utf8'));
  } catch {
    return undefined;
  }
}
