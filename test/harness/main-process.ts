import { apiAs, type Api } from './api.js';
import { runScript, type Child } from './child-process.js';

/** The gateway as operators start it. */
export interface MainProcess extends Child {
  /** Resolves when it listens; rejects when it ends instead. */
  listening(): Promise<{ readonly url: string; as(credential: string | null): Api }>;
}

export function startMain(environment: Readonly<Record<string, string>>): MainProcess {
  const child = runScript('dist/main.js', [], { PORT: '0', ...environment });
  return {
    ...child,
    listening: async () => {
      const line = await child.line((each) => each.includes('listens on http'));
      const url = /listens on (\S+)/.exec(line)?.[1] ?? '';
      return { url, as: (credential) => apiAs(url, credential) };
    },
  };
}

/** Everything that the process has written. */
export function outputOf(child: Child): string {
  return child.stdout() + child.stderr();
}
