import type { ProviderSignal } from '../kit/signal.js';
import type { StepName } from '../kit/vocabulary.js';
import { frame } from './wire.js';

const steps: Readonly<Record<string, StepName>> = {
  SCAN: 'document',
  READ: 'chip',
  FACE: 'face',
  BACKGROUND_CHECK: 'background_check',
};

/** The word that a frame tells, or null for a frame that tells none. */
export function serviceOf(raw: string): string | null {
  try {
    return frame.safeParse(JSON.parse(raw)).data?.service ?? null;
  } catch {
    return null;
  }
}

/** Each word is sent after its step succeeded, so it also shows that the person has begun. */
export function signalsOf(service: string): ProviderSignal[] {
  if (service === 'INFO') return [{ kind: 'concluded', vendorStatus: service }];
  const step = Object.hasOwn(steps, service) ? steps[service] : undefined;
  if (step === undefined) return [{ kind: 'unknown', vendorStatus: service }];
  return [
    { kind: 'status', status: 'in_progress', vendorStatus: service },
    { kind: 'step', step },
  ];
}
