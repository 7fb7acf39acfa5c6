import { parseArgs } from 'node:util';
import { sandboxes } from '../../sandbox/catalog.js';
import { plays, type Play } from '../../sandbox/kit/sandbox.js';

export interface DemoArguments {
  /** End after the run instead of staying up. */
  readonly once: boolean;
  readonly providers: readonly string[];
  readonly outcome: Play;
}

/** Throws an error whose message tells how to call the demo. */
export function readArguments(args: string[]): DemoArguments {
  const { values } = parseArgs({
    args,
    options: {
      once: { type: 'boolean' },
      provider: { type: 'string', multiple: true },
      outcome: { type: 'string' },
    },
  });
  const all = Object.keys(sandboxes);
  const providers = values.provider ?? all;
  const unknown = providers.find((provider) => !all.includes(provider));
  if (unknown !== undefined) throw new Error(`--provider must be one of ${all.join(', ')}`);
  const outcome = plays.find((play) => play === (values.outcome ?? 'approved') && play !== 'abandoned');
  if (!outcome) throw new Error('--outcome must be one of approved, declined, review, cancelled, expired');
  return { once: values.once ?? false, providers, outcome };
}
