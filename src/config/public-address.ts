/** How the gateway is reached from outside. Without PUBLIC_URL it is known only once the gateway listens. */
export class PublicAddress {
  private current: string;

  constructor(publicUrl: string | null) {
    this.current = publicUrl ?? '';
  }

  /** `https://verify.example.com`, without a trailing slash. */
  get url(): string {
    return this.current;
  }

  listeningAt(address: string): void {
    if (this.current === '') this.current = address.replace(/\/+$/, '');
  }
}
