/** What can be turned while the sandbox runs. */
export interface SandboxKnobs {
  latencyMs: number;
  callbackUrl?: string;
}
