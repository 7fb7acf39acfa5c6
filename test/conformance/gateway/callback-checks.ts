import { expect } from '@jest/globals';
import type { CallbackRequest } from '../../../src/providers/kit/callback.js';
import { addAccount, makeTenant } from '../../harness/tenant.js';
import { openPlayed } from '../played.js';
import { withoutOptionalCredentials } from '../port/credentials.js';
import { alteredOnce, lettersAbout } from '../port/letters.js';
import { begin, type VendorUnderTest } from '../port/vendor-under-test.js';
import { countOf, create, type AtGateway, type CreatedSession } from './at-gateway.js';
import type { GatewayCheck } from './check.js';

/** The stand-in's webhooks are caught on their way, and delivered as each check wants; the account is polled once a day. */
const checks: readonly Pick<GatewayCheck, 'name' | 'run'>[] = [
  {
    name: 'a genuine webhook is taken and brings the outcome, though nobody asks the vendor',
    run: async (at) => {
      const session = await create(at);
      const letters = await played(at, session);
      expect(await deliver(at, letters)).toEqual(letters.map(() => 200));
      await session.watch.until('approved');
    },
  },
  {
    name: 'webhooks in the wrong order, delivered twice, and once more after the end, decide once',
    run: async (at) => {
      const session = await create(at);
      await at.standIn.play(session.handoff, 'approved', 'in_progress');
      const letters = (await played(at, session)).toReversed().flatMap((letter) => [letter, letter]);
      expect(new Set(await deliver(at, letters))).toEqual(new Set([200]));
      await session.watch.until('approved');
      expect(new Set(await deliver(at, letters))).toEqual(new Set([200]));
      const history = await session.watch.history();
      expect(countOf(history, 'approved') + countOf(history, 'decision_superseded')).toBe(1);
      expect((await session.watch.read()).decision).toMatchObject({ revision: 1 });
    },
  },
  {
    name: 'a webhook that was altered, or is of another account, is refused with 401',
    run: async (at) => {
      const [letter] = await played(at, await create(at));
      const altered = alteredOnce(letter);
      expect(await deliver(at, altered)).toEqual(altered.map(() => 401));
      const others = await othersLetters(at);
      expect(await deliver(at, others)).toEqual(others.map(() => 401));
    },
  },
  {
    name: 'a webhook that the stand-in forges or sends stale is refused with 401',
    run: async (at) => {
      for (const [name, { webhook }] of Object.entries(at.standIn.disturbances)) {
        if (webhook === undefined) continue;
        const session = await create(at);
        await at.standIn.disturb(name, session.handoff);
        const letters = await played(at, session);
        expect({ name, statuses: await deliver(at, letters) }).toEqual({
          name,
          statuses: letters.map(() => 401),
        });
      }
    },
  },
  {
    name: 'an account that has nothing to verify with refuses what is not its own',
    run: async (at) => {
      const { id } = await makeTenant(at.gateway, [], 'Unconfigured');
      const { account } = withoutOptionalCredentials(underTest(at));
      const accountId = await addAccount(at.gateway.admin, id, { ...at.standIn.sandbox, account });
      const others = await othersLetters(at);
      expect(await deliver({ ...at, accountId }, others)).toEqual(others.map(() => 401));
    },
  },
  {
    name: "a webhook about nobody's session is taken, kept as unmatched or tried again, and changes nothing",
    run: async (at) => {
      const { started, ref } = await begin(underTest(at));
      const { id } = await at.standIn.play(started.handoff, 'approved');
      const subject = { vendorSessionId: id, refId: ref.request.refId };
      const letters = await lettersAbout(underTest(at), at.standIn, subject);
      expect(await deliver(at, letters)).toEqual(letters.map(() => 200));
    },
  },
];

export const callbackChecks: readonly GatewayCheck[] = checks.map((check) => ({
  ...check,
  needs: 'verifyCallback',
  play: 'approved',
}));

/** The person's way to the end, as the vendor tells of it. */
async function played(
  at: AtGateway,
  session: CreatedSession,
): Promise<[CallbackRequest, ...CallbackRequest[]]> {
  const { id } = await at.standIn.play(session.handoff, 'approved');
  return lettersAbout(underTest(at), at.standIn, { vendorSessionId: id, refId: session.refId });
}

async function othersLetters(at: AtGateway): Promise<CallbackRequest[]> {
  const others = await openPlayed(at.startSandbox);
  const there = { ...underTest(at), account: others.sandbox.account };
  const { started, ref } = await begin(there);
  const { id } = await others.play(started.handoff, 'approved');
  const letters = await lettersAbout(there, others, { vendorSessionId: id, refId: ref.request.refId });
  await others.close();
  return letters;
}

/** Posts one after another, as the vendor does; the statuses of the answers. */
async function deliver(
  { gateway, accountId }: Pick<AtGateway, 'gateway' | 'accountId'>,
  letters: readonly CallbackRequest[],
): Promise<number[]> {
  const statuses: number[] = [];
  for (const { headers, body } of letters) {
    const own = Object.entries(headers).filter(([name]) => !ofTheConnection.has(name));
    const request = { method: 'POST', headers: Object.fromEntries(own), body: Buffer.from(body) };
    statuses.push((await fetch(`${gateway.url}/v1/callbacks/${accountId}`, request)).status);
  }
  return statuses;
}

const ofTheConnection = new Set(['host', 'connection', 'content-length', 'keep-alive', 'transfer-encoding']);

function underTest({ provider, standIn }: AtGateway): VendorUnderTest {
  return { provider, account: standIn.sandbox.account, standIn: null };
}
