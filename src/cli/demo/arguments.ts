import { parseArgs } from 'node:util';
import { sandboxes } from '../../sandbox/catalog.js';
import { plays, type Play } from '../../sandbox/kit/sandbox.js';

export interface DemoArguments {
  /** End after the run instead of staying up. */
  readonly once: boolean;
  readonly providers: readonly string[];
  readonly outcome: Play;
}

const all = Object.keys(sandboxes);
const outcomes = plays.filter((play) => play !== 'abandoned');

export const demoUsage = `usage: npm run demo -- [options]

  --once               ends after the run, with 0 if all went as expected
  --provider <name>    one of ${all.join(', ')}; may repeat; all unless given
  --outcome <outcome>  one of ${outcomes.join(', ')}; approved unless given
`;

/** Throws an error whose message says what is wrong. */
export function readArguments(args: string[]): DemoArguments {
  const { values } = parseArgs({
    args,
    options: {
      once: { type: 'boolean' },
      provider: { type: 'string', multiple: true },
      outcome: { type: 'string' },
    },
  });
  const providers = values.provider ?? all;
  const unknown = providers.find((provider) => !all.includes(provider));
  if (unknown !== undefined) throw new Error(`--provider must be one of ${all.join(', ')}`);
  const outcome = outcomes.find((play) => play === (values.outcome ?? 'approved'));
  if (!outcome) throw new Error(`--outcome must be one of ${outcomes.join(', ')}`);
  return { once: values.once ?? false, providers, outcome };
}
