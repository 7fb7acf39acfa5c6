import type { Findings } from './findings.js';
import type { Mrz } from './mrz.js';
import { person } from './person.js';

const off = { enabled: false } as const;

interface Checked {
  readonly documentType: string;
  readonly mrz?: Mrz | undefined;
  readonly chipRead: boolean;
  readonly faceCompared: boolean;
  readonly lookup?: unknown;
  readonly digitsAsText: boolean;
}

/** The checks on one document; a check that did not take place is only `{enabled: false}`. */
export function verification(checked: Checked, found: Findings): Record<string, unknown> {
  return {
    documentType: checked.documentType,
    sourceDetection: {
      enabled: true,
      allowNonPhysicalDocuments: false,
      selectedResolution: found.optimalResolution ? '2160x3840' : '480x640',
      optimalResolution: found.optimalResolution,
    },
    idScreenDetection: { enabled: true, score: found.screenScore },
    idPrintDetection: { enabled: true, score: found.printScore },
    idPhotoTamperingDetection: { enabled: true, score: found.tamperingScore },
    dataConsistencyCheck: { enabled: true, fields: [nameComparison(found.nameConsistency)] },
    mrzChecksum: checked.mrz ? mrzChecksum(checked.mrz, checked.digitsAsText) : off,
    reading: checked.chipRead ? chipChecks(found.chipSignatureValid) : off,
    biometric: checked.faceCompared
      ? { enabled: true, type: 'FACIAL_RECOGNITION', matchLevel: found.matchLevel }
      : off,
    lookup: checked.lookup ? { enabled: true } : off,
  };
}

function nameComparison(match: string) {
  const other = match === 'MATCH' ? person.fullName : 'Another Testperson';
  return {
    name: 'fullName',
    match,
    sources: [
      { source: 'SCAN', documentSide: 'FRONT', name: 'fullName', value: person.fullName },
      { source: 'READING', documentSide: null, name: 'fullName', value: other },
    ],
  };
}

function mrzChecksum(mrz: Mrz, asText: boolean) {
  const digit = (value: number) => (asText ? String(value) : value);
  return {
    enabled: true,
    finalCheckDigit: digit(mrz.finalCheckDigit),
    valid: mrz.fields.every(({ valid }) => valid),
    checkDigits: mrz.fields.map(({ name, value, checkDigit, valid }) => ({
      fieldName: name,
      fieldValue: value,
      checkDigit: digit(checkDigit),
      valid,
    })),
  };
}

function chipChecks(signatureValid: boolean) {
  return {
    enabled: true,
    passiveAuthentication: {
      enabled: true,
      countrySigningCertificateAvailable: true,
      documentSigningCertificateAvailable: true,
      documentDataSignatureValid: signatureValid,
    },
    chipAuthentication: off,
    activeAuthentication: off,
  };
}
