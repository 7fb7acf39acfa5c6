import { isIPv4, isIPv6 } from 'node:net';

/** Who has sent something, as far as the connection and the proxies say. */
export interface Sender {
  readonly address: string | undefined;
  /** `X-Forwarded-For`. */
  readonly forwardedFor: string | readonly string[] | undefined;
}

/**
 * The network that a request comes from: an IPv4 address, or the first 64 bits of an IPv6 one, for whoever has one
 * of those has them all. `proxies` stand before the gateway, and each has added to `X-Forwarded-For` whom it was
 * called by; what stands before their entries is anybody's word.
 */
export function clientNetwork({ address = '', forwardedFor = '' }: Sender, proxies: number): string {
  const forwarded = String(forwardedFor)
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
  const addresses = [address, ...forwarded.reverse()];
  return networkOf(addresses[Math.min(proxies, addresses.length - 1)] ?? '');
}

function networkOf(address: string): string {
  const plain = withoutPort(address).replace(/^::ffff:(?=\d+\.)/i, '');
  if (isIPv4(plain)) return plain;
  if (!isIPv6(plain)) return 'unknown';
  const [head = [], tail = []] = plain
    .replace(/%.*$/, '')
    .replace(/\d+\.\d+\.\d+\.\d+$/, '0:0')
    .split('::')
    .map((part) => part.split(':').filter((group) => group !== ''));
  const zeros = Array<string>(8 - head.length - tail.length).fill('0');
  const groups = [...head, ...zeros, ...tail].slice(0, 4).map((group) => parseInt(group, 16).toString(16));
  return `${groups.join(':')}::/64`;
}

/** Some proxies write with an address the port that it called from: `192.0.2.7:4711`, `[2001:db8::1]:4711`. */
function withoutPort(address: string): string {
  const [, plain] = /^\[(.+)\](?::\d+)?$/.exec(address) ?? /^([\d.]+):\d+$/.exec(address) ?? [];
  return plain ?? address;
}
