import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Customer, everyStep, passportAndFace } from './testing/customer.js';

describe('the web socket of the uqudo sandbox', () => {
  let customer: Customer;
  beforeAll(async () => {
    customer = await Customer.of();
  });
  afterEach(() => customer.control.reset());
  afterAll(() => customer.close());

  /** The services told to a listener while a passport and a face are played. */
  const heard = async (disturbance: string, outcome = 'approved') => {
    const created = await customer.create(passportAndFace);
    await customer.disturb(disturbance, { session: created.sessionId });
    const listener = await customer.listen(created);
    await customer.control.play(created.sessionId, outcome);
    return customer.settled(listener);
  };

  it('tells each enabled step and then INFO, in the order of the flow', async () => {
    const created = await customer.create(everyStep);
    const listener = await customer.listen(created);
    await customer.control.play(created.sessionId, 'approved');
    expect(await customer.settled(listener)).toEqual(['SCAN', 'READ', 'FACE', 'BACKGROUND_CHECK', 'INFO']);
    expect(listener.frames[0]).toBe(JSON.stringify({ service: 'SCAN', sessionId: created.sessionId }));
  });

  it('tells a step again for each document, and nothing that was not asked', async () => {
    const created = await customer.create({
      documents: [{ documentType: 'PASSPORT' }, { documentType: 'KEN_ID' }],
    });
    const listener = await customer.listen(created);
    await customer.control.play(created.sessionId, 'approved');
    expect(await customer.settled(listener)).toEqual(['SCAN', 'SCAN', 'INFO']);
  });

  it('goes on from where the play stood', async () => {
    const created = await customer.create(passportAndFace);
    const listener = await customer.listen(created);
    const after = async (until: string) => {
      await customer.control.play(created.sessionId, 'approved', until);
      return customer.settled(listener);
    };
    expect(await after('opened')).toEqual([]);
    expect(await after('in_progress')).toEqual(['SCAN']);
    expect(await after('processing')).toEqual(['SCAN', 'FACE']);
    expect(await after('end')).toEqual(['SCAN', 'FACE', 'INFO']);
  });

  it('falls silent on an abandoned flow, which leaves no result', async () => {
    const created = await customer.create(passportAndFace);
    const listener = await customer.listen(created);
    await customer.control.play(created.sessionId, 'abandoned');
    expect(await customer.settled(listener)).toEqual(['SCAN']);
    expect((await customer.call(`/api/v1/info/${created.sessionId}`)).status).toBe(400);
  });

  it('closes a greeted connection with any code, when told', async () => {
    const { sessionId, qrCodeText } = await customer.create();
    await customer.disturb('socket_closed', { session: sessionId, value: 4001 });
    const socket = customer.connect();
    await once(socket, 'open');
    socket.send(qrCodeText);
    const [code] = (await once(socket, 'close')) as [number];
    expect(code).toBe(4001);
  });

  it('loses frames to a late listener, unless told to repeat them', async () => {
    const created = await customer.create(passportAndFace);
    await customer.control.play(created.sessionId, 'approved', 'in_progress');
    expect(await customer.settled(await customer.listen(created))).toEqual([]);
    await customer.disturb('frames_replayed');
    const again = customer.connect();
    await once(again, 'open');
    again.send(created.qrCodeText);
    const [frame] = (await once(again, 'message')) as [Buffer];
    expect(frame.toString()).toContain('SCAN');
  });

  it('closes on a text it does not know', async () => {
    const socket = customer.connect();
    await once(socket, 'open');
    socket.send('no such text');
    expect((await once(socket, 'close'))[0]).toBe(1008);
  });

  it('refuses the handshake when told', async () => {
    await customer.disturb('socket_refused', { value: 502 });
    const [error] = (await once(customer.connect(), 'error')) as [Error];
    expect(error.message).toContain('502');
  });

  it('repeats, disorders and garbles frames when told', async () => {
    expect(await heard('duplicate_frames')).toEqual(['SCAN', 'SCAN', 'FACE', 'FACE', 'INFO', 'INFO']);
    expect(await heard('disordered_frames')).toEqual(['INFO', 'FACE', 'SCAN']);
    expect(await heard('frame_without_service')).toEqual([
      undefined,
      'SCAN',
      undefined,
      'FACE',
      undefined,
      'INFO',
    ]);
    expect(await heard('frame_not_json')).toEqual([undefined, 'SCAN', undefined, 'FACE', undefined, 'INFO']);
    expect(await heard('socket_silent')).toEqual([]);
  });

  it('breaks instead of INFO when told, and the result stands', async () => {
    const created = await customer.create(passportAndFace);
    const { frames, socket } = await customer.listen(created);
    await customer.disturb('socket_drop_before_info', { session: created.sessionId, value: 1012 });
    const closed = once(socket, 'close');
    await customer.control.play(created.sessionId, 'approved');
    expect((await closed)[0]).toBe(1012);
    expect(frames).toHaveLength(2);
    expect((await customer.verified(created.sessionId)).jti).toBe(created.sessionId);
  });
});
