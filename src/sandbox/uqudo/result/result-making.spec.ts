import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Customer, everyStep, passportAndFace } from '../testing/customer.js';

const withChip = {
  documents: [{ documentType: 'PASSPORT', reading: { enabled: true } }],
  facialRecognition: { enabled: true },
};
const document = (part: object) => ({ documents: [expect.objectContaining(part)] });
const check = (part: object) => ({ verifications: [expect.objectContaining(part)] });

describe('results of the uqudo sandbox', () => {
  let customer: Customer;
  beforeAll(async () => {
    customer = await Customer.of();
  });
  afterEach(() => customer.control.reset());
  afterAll(() => customer.close());

  it('are clean when approved', async () => {
    const data = await customer.resultOf(passportAndFace);
    expect(data).toMatchObject(
      document({
        documentType: 'PASSPORT',
        reading: null,
        face: expect.objectContaining({ match: true, matchLevel: 5 }),
      }),
    );
    expect(data).toMatchObject(
      check({ mrzChecksum: expect.objectContaining({ valid: true }), reading: { enabled: false } }),
    );
  });

  it('name the pictures of the whole frames, when told', async () => {
    await customer.disturb('frame_images');
    const frames = { frontFrameImageId: expect.any(String), backFrameImageId: expect.any(String) };
    expect(await customer.resultOf(everyStep)).toMatchObject(
      document({ scan: expect.objectContaining(frames) }),
    );
  });

  it('show another face when declined, or a changed photo where no face was asked', async () => {
    expect(await customer.resultOf(passportAndFace, 'declined')).toMatchObject(
      document({ face: expect.objectContaining({ match: false, matchLevel: 1 }) }),
    );
    expect(await customer.resultOf({ documents: [{ documentType: 'PASSPORT' }] }, 'declined')).toMatchObject(
      check({ idPhotoTamperingDetection: { enabled: true, score: 90 } }),
    );
  });

  it('show a doubtful photo for review', async () => {
    expect(await customer.resultOf(passportAndFace, 'review')).toMatchObject(
      check({ idPhotoTamperingDetection: { enabled: true, score: 55 } }),
    );
  });

  it('hold all that was asked for: card, chip, face and background', async () => {
    const data = await customer.resultOf(everyStep);
    expect(data).toMatchObject({
      documents: [
        {
          documentType: 'UAE_ID',
          scan: { front: { fullName: 'Amal Testperson' }, back: { mrzVerified: true } },
          reading: { data: { fullName: 'Amal,,,,Testperson,' } },
        },
      ],
      backgroundCheck: { type: 'DOW_JONES', match: false, content: null },
    });
  });

  it.each<[string, Record<string, unknown>, object]>([
    [
      'match_level',
      { value: 2 },
      document({ face: expect.objectContaining({ match: true, matchLevel: 2 }) }),
    ],
    ['screen_score', { value: 51 }, check({ idScreenDetection: { enabled: true, score: 51 } })],
    ['print_score', { value: 52 }, check({ idPrintDetection: { enabled: true, score: 52 } })],
    ['tampering_score', { value: 71 }, check({ idPhotoTamperingDetection: { enabled: true, score: 71 } })],
    ['invalid_mrz', {}, check({ mrzChecksum: expect.objectContaining({ valid: false }) })],
    ['low_resolution', {}, check({ sourceDetection: expect.objectContaining({ optimalResolution: false }) })],
    [
      'chip_signature_invalid',
      {},
      check({
        reading: expect.objectContaining({
          passiveAuthentication: expect.objectContaining({ documentDataSignatureValid: false }),
        }),
      }),
    ],
    [
      'inconsistent_data',
      { value: 'MATCH_PARTIALLY' },
      check({
        dataConsistencyCheck: {
          enabled: true,
          fields: [expect.objectContaining({ match: 'MATCH_PARTIALLY' })],
        },
      }),
    ],
    [
      'string_check_digits',
      {},
      check({ mrzChecksum: expect.objectContaining({ finalCheckDigit: expect.any(String) }) }),
    ],
    ['background_match', {}, { backgroundCheck: { match: true, content: { hits: 1 } } }],
    ['background_match', { value: 'no_content' }, { backgroundCheck: { match: true, content: null } }],
    ['unexpected_document', {}, document({ documentType: 'GENERIC_ID' })],
    ['document_subtype', {}, document({ documentType: 'PASSPORT_NATIONAL' })],
    ['lookup', { value: 'FAILED' }, document({ lookup: expect.objectContaining({ status: 'FAILED' }) })],
    ['extra_keys', {}, document({ addedByVendor: expect.anything() })],
    [
      'nationality',
      {},
      document({
        scan: expect.objectContaining({ front: expect.objectContaining({ nationality: 'D', issuer: 'D' }) }),
      }),
    ],
  ])('vary by %s %j', async (disturbance, more, expected) => {
    await customer.disturb(disturbance, more);
    expect(await customer.resultOf(withChip)).toMatchObject(expected);
  });

  it('show a document that expired last year when told', async () => {
    await customer.disturb('expired_document');
    const lastYear = new Date().getUTCFullYear() - 1;
    const front = {
      dateOfExpiryFormatted: `${lastYear}-03-01`,
      dateOfExpiryFullFormatted: `${lastYear}-03-01`,
    };
    expect(await customer.resultOf(withChip)).toMatchObject({ documents: [{ scan: { front } }] });
  });

  it('lack verifications when told', async () => {
    await customer.disturb('missing_verifications');
    expect(await customer.resultOf(withChip)).not.toHaveProperty('verifications');
  });
});
