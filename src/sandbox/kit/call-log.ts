export interface LoggedCall {
  readonly at: string;
  readonly method: string;
  /** The route's template, never the address with its ids and secrets. */
  readonly route: string;
  readonly status: number;
}

/** Which vendor calls came in, so that tests can count them. */
export class CallLog {
  private calls: LoggedCall[] = [];

  add(call: LoggedCall): void {
    this.calls.push(call);
    if (this.calls.length > 100_000) this.calls.splice(0, 50_000);
  }

  matching(method?: string, route?: string): LoggedCall[] {
    return this.calls.filter(
      (call) =>
        (method === undefined || call.method === method) && (route === undefined || call.route === route),
    );
  }

  clear(): void {
    this.calls = [];
  }
}
