import { describe, expect, it } from '@jest/globals';
import { clientNetwork, type Sender } from './client-network.js';

const from = (address: string, forwardedFor?: string): Sender => ({ address, forwardedFor });

describe('the network that a request comes from', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0DB8:1:2::6', '2001:db8:1:2::/64'],
    ['2001:db8::1:2', '2001:db8:0:0::/64'],
    ['1::2:3:4:5:6:7', '1:0:2:3::/64'],
    ['64:ff9b::192.0.2.7', '64:ff9b:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['192.0.2.7:4711', '192.0.2.7'],
    ['[2001:db8:1:2::6]:4711', '2001:db8:1:2::/64'],
    ['[2001:db8:1:2::6]', '2001:db8:1:2::/64'],
    ['', 'unknown'],
  ])('%j is %s', (address, network) => {
    expect(clientNetwork(from(address), 0)).toBe(network);
  });

  it('is the nearest that no proxy of ours stands for, whatever the caller itself has claimed', () => {
    const request = from('10.0.0.1', '6.6.6.6, 192.0.2.7,10.0.0.2');
    expect([0, 1, 2].map((proxies) => clientNetwork(request, proxies))).toEqual([
      '10.0.0.1',
      '10.0.0.2',
      '192.0.2.7',
    ]);
  });

  it('is the last one known where fewer proxies have spoken than there should be', () => {
    expect(clientNetwork(from('10.0.0.1'), 2)).toBe('10.0.0.1');
    expect(clientNetwork(from('10.0.0.1', '192.0.2.7'), 9)).toBe('192.0.2.7');
    expect(clientNetwork(from('10.0.0.1', 'garbage'), 1)).toBe('unknown');
  });
});
