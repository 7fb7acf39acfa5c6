import { afterAll, describe, it } from '@jest/globals';
import { ProviderCatalog } from '../../src/providers/catalog.js';
import { startGateway } from '../harness/gateway.js';
import { openAtGateway } from './gateway/at-gateway.js';
import { callbackChecks } from './gateway/callback-checks.js';
import type { GatewayCheck } from './gateway/check.js';
import { dataChecks } from './gateway/data-checks.js';
import { survives } from './gateway/disturbance-checks.js';
import { sessionChecks } from './gateway/session-checks.js';
import { notOffered } from './port/check.js';
import { closeContexts } from './port/vendor-under-test.js';
import { vendors } from './vendors.js';

const onceADay = 86_400;
const limitMs = 120_000;

const gateway = await startGateway({ catalog: new ProviderCatalog(vendors.map(({ provider }) => provider)) });
const asked = await Promise.all(vendors.map((vendor) => openAtGateway(gateway, vendor, 1)));
const told = await Promise.all(vendors.map((vendor) => openAtGateway(gateway, vendor, onceADay)));
const neverStruck: string[] = [];

afterAll(async () => {
  await gateway.close();
  await closeContexts();
  await Promise.all([...asked, ...told].map(({ standIn }) => standIn.close()));
  process.stdout.write(`Disturbances that nothing met: ${neverStruck.sort().join(', ') || 'none'}\n`);
});

describe.each(asked)('$id:', (at) => define([...sessionChecks, ...dataChecks], at));
describe.each(told)('$id:', (at) => define(callbackChecks, at));

describe.each(asked)('$id:', ({ id, standIn, ...vendor }) => {
  for (const [name, kind] of Object.entries(standIn.disturbances)) {
    it.concurrent(
      `a session that meets ${name}, which ${kind.effect}, comes to its right end`,
      async () => {
        if (!(await survives(gateway, vendor, name, kind))) neverStruck.push(`${id} ${name}`);
      },
      limitMs,
    );
  }
});

function define(checks: readonly GatewayCheck[], at: (typeof asked)[number]): void {
  for (const check of checks) {
    const excuse = notOffered(at, check);
    if (excuse === null) it.concurrent(check.name, () => check.run(at), limitMs);
    else it.skip(`${excuse} – ${check.name}`, () => undefined);
  }
}
