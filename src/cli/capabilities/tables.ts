import type { AnyProvider } from '../../providers/kit/provider.js';
import type { Play } from '../../sandbox/kit/sandbox.js';

export interface DescribedVendor {
  readonly provider: AnyProvider;
  /** What its protocol can express, as its stand-in says. */
  readonly plays: readonly Play[];
}

type Row = readonly [label: string, cell: (vendor: DescribedVendor) => string];

const handoffs = { qr: 'QR for the phone', redirect: 'redirect to a page', sdk: 'SDK token, or a page' };
const verdicts = { provider: 'the vendor', policy: "the gateway's policy" };

const inShort: readonly Row[] = [
  ['hand-off', ({ provider }) => handoffs[provider.definition.capabilities.handoff]],
  ['verdict by', ({ provider }) => verdicts[provider.definition.capabilities.verdict]],
  ['followed by', ({ provider }) => followedBy(provider)],
  ['can end in', ({ plays }) => endsOf(plays)],
];

const inFull: readonly Row[] = [
  ...inShort,
  ['documents', ({ provider }) => words(provider.definition.capabilities.documentTypes)],
  ['chip', ({ provider }) => yesNo(provider.definition.capabilities.chip)],
  ['face', ({ provider }) => yesNo(provider.definition.capabilities.face)],
  ['background check', ({ provider }) => yesNo(provider.definition.capabilities.backgroundCheck)],
  ['address', ({ provider }) => yesNo(provider.definition.capabilities.address)],
  ['fresh hand-off', ({ provider }) => renewal(provider)],
  ['told of a cancelled session', ({ provider }) => yesNo(provider.cancel !== undefined)],
  ['pictures', ({ provider }) => yesNo(provider.openMedia !== undefined)],
  ['erases on request', ({ provider }) => yesNo(provider.erase !== undefined)],
  [
    'active sessions of a person',
    ({ provider }) => (provider.definition.capabilities.oneActiveSessionPerRefId ? 'one' : 'any number'),
  ],
  ['polled every', ({ provider }) => polls(provider)],
  ['keeps an unfinished session', ({ provider }) => lasting(provider.definition.timing.sessionLifetime)],
];

/** For the README: a row per vendor. */
export function vendorSummary(vendors: readonly DescribedVendor[]): string {
  const rows = vendors.map((vendor) => [
    `[${vendor.provider.definition.id}](docs/providers/${vendor.provider.definition.id}.md)`,
    ...inShort.map(([, cell]) => cell(vendor)),
  ]);
  return table(['', ...inShort.map(([label]) => label)], rows);
}

/** The whole page: a column per vendor. */
export function capabilityPage(vendors: readonly DescribedVendor[]): string {
  const links = vendors.map(
    ({ provider: { definition } }) => `[${definition.id}](providers/${definition.id}.md)`,
  );
  const rows = inFull.map(([label, cell]) => [label, ...vendors.map(cell)]);
  return `# What each vendor can do

Made from the code by \`npm run docs:generate\`: the adapters' definitions, which of the port's optional methods they
have, and what their stand-ins can express. \`npm run check\` fails when it is out of date.

${table(['', ...links], rows)}

Beside that, every session can be \`cancelled\` by the app, \`expired\` by its own deadline, or \`failed\`.
`;
}

function followedBy(provider: AnyProvider): string {
  const ways = [provider.follow ? 'web socket' : null, provider.verifyCallback ? 'webhooks' : null, 'polls'];
  return ways.filter((way) => way !== null).join(', ');
}

function endsOf(plays: readonly Play[]): string {
  const ends = plays.filter((play) => play !== 'abandoned');
  return words(ends.map((play) => (play === 'review' ? 'in_review' : play)));
}

function renewal(provider: AnyProvider): string {
  if (!provider.renew) return 'no';
  return provider.definition.capabilities.renewalReplacesSession ? 'until the person has begun' : 'yes';
}

function polls({ definition: { timing } }: AnyProvider): string {
  return `${timing.firstPoll} to ${timing.slowestPoll} s`;
}

function lasting(seconds: number): string {
  return seconds >= 86_400 ? `${seconds / 86_400} d` : `${seconds / 60} min`;
}

function yesNo(has: boolean): string {
  return has ? 'yes' : 'no';
}

function words(values: readonly string[]): string {
  return values.map((value) => `\`${value}\``).join(' ');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`.replace(/^\| {2}\|/, '| |');
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}
